import type { AwsError } from '../errors.js'
import type { ServiceRequest } from '../protocol/wire.js'
import { StreamedAnswer } from '../streamed-answer.js'
import { shapesOf, withoutClient } from './clients.js'
import { differences } from './differences.js'
import { errorDifferences } from './errors.js'
import { readSchema, type SchemaRef } from './schema.js'

/**
 * Holds what is asked of the account and what it answers against the schemas that the AWS SDK brings: names, types, what is required, and
 * errors with their status. The SDK drops what it does not know in silence, so a wrong name would be found by nobody else.
 */
export interface Witness {
  /** What was found since the start, one line each, each once. */
  found(): readonly string[]
  /** What is said of one call; undefined where nobody can witness for it. */
  of(request: ServiceRequest): Promise<CallWitness | undefined>
}

export interface CallWitness {
  /** Gives back what is to be sent: a stream is watched while it is. */
  answered(output: object): object
  refused(error: AwsError): void
}

/** `tell` gets each finding once, when it is made. */
export function createWitness(tell: (finding: string) => void): Witness {
  const found = new Set<string>()
  function note(lines: readonly string[], about: string): void {
    for (const line of lines) {
      const finding = `${about}: ${line}`
      if (found.has(finding)) continue
      found.add(finding)
      tell(finding)
    }
  }
  return {
    found: () => [...found],
    async of(request) {
      const { service, action, handler } = request
      // What nobody knows is refused, and says so.
      if (service === undefined || handler === undefined || withoutClient.has(service.name)) return undefined
      const shapes = await shapesOf(service.name)
      const about = `${service.name}:${action}`
      const operation = shapes?.operations.get(action)
      if (shapes === undefined || operation === undefined) {
        note([`the AWS SDK has no such operation`], about)
        return undefined
      }
      // What stands in an address and in a form is text, whatever it means.
      const written = service.protocol.kind === 'json' ? 'json' : 'form'
      note(differences(operation.input, request.input, 'request', written), about)
      return {
        answered(output) {
          if (output instanceof StreamedAnswer)
            return watched(output, operation.output, (lines) => note(lines, about))
          note(differences(operation.output, withoutBody(output, service.protocol.kind), 'answer'), about)
          return output
        },
        refused: (error) => note(errorDifferences(shapes, error, service.protocol.kind), about),
      }
    },
  }
}

/** The one answer whose body is no structure, an object of S3, has it as `text` until it is written. */
function withoutBody(output: object, protocol: 'json' | 'query' | 'rest'): object {
  if (protocol !== 'rest' || !('text' in output)) return output
  const { text: _, ...members } = output
  return members
}

/** The events of a stream are members of the one union that the answer streams. */
function watched(
  answer: StreamedAnswer,
  output: SchemaRef,
  note: (lines: readonly string[]) => void,
): StreamedAnswer {
  const schema = readSchema(output)
  const members = schema.kind === 'structure' ? [...schema.members.values()] : []
  const events = members.find((member) => {
    const shape = readSchema(member)
    return shape.kind === 'structure' && shape.isUnion
  })
  return new StreamedAnswer((connection) =>
    answer.open({
      ...connection,
      send(name, payload) {
        note(
          events === undefined
            ? ['the AWS SDK knows no stream']
            : differences(events, { [name]: payload }, 'event'),
        )
        connection.send(name, payload)
      },
    }),
  )
}
