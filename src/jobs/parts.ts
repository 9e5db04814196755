import type { MayDo } from '../core/may-do.js'
import type { Logger } from 'pino'
import type { Place } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import type { JobRecord } from '../core/job.js'
import type { ReplyFile } from '../core/message.js'
import type { Outbox } from '../slack/outbox/contract.js'
import type { JobDefinition, JobPorts } from './definition.js'
import type { JobLimits, JobStore } from './store.js'

// Definitions of different inputs stand in one list.
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyJob<Ports = JobPorts> = JobDefinition<any, any, Ports>

/** What jobs are built from. */
export interface JobParts<Ports = JobPorts> {
  readonly definitions: readonly AnyJob<Ports>[]
  readonly ports: Ports
  readonly store: JobStore
  readonly outbox: Outbox
  /** Rejects when Slack does not take them. */
  readonly upload: (place: Pick<Place, 'channel' | 'threadTs'>, files: readonly ReplyFile[]) => Promise<void>
  readonly limits: JobLimits
  /** Where the messages of those go who asked in Slack and nowhere in particular. */
  readonly defaultPlace: Place
  /** Why this caller has not that role there, if so; `verb` stands in the words. */
  readonly mayDo: MayDo
  readonly clock: Clock
  readonly logger: Logger
  /** Called between any two things that a crash may fall between; the fault tests end the process there. */
  readonly checkpoint: (name: string) => Promise<void> | void
}

export function letterOf(id: string): string {
  return `job:${id}`
}

export function definitionOf<Ports>(
  parts: Pick<JobParts<Ports>, 'definitions'>,
  name: string,
): AnyJob<Ports> {
  const definition = parts.definitions.find((candidate) => candidate.name === name)
  if (definition === undefined) throw new Error(`No job is called ${name}`)
  return definition
}

/** What a definition is told of its job. */
export function contextOf<Ports>(parts: JobParts<Ports>, definition: AnyJob<Ports>, record: JobRecord) {
  const { id, startedAt, deadline, caller } = record
  const input: unknown = definition.input.parse(record.input)
  const state: unknown = record.state
  return { id, input, state, startedAt, deadline, caller, ports: parts.ports, clock: parts.clock }
}
