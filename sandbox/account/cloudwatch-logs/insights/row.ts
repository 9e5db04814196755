import { accountId } from '../../identity.js'
import { eventId, ingestedAt } from '../events.js'
import type { LogEvent, LogGroupRecord } from '../model.js'
import type { Value } from './values.js'

/** One line of a query on its way: an event with its fields, or a result of `stats`. */
export interface Row {
  get(field: string): Value
  set(field: string, value: Value): void
}

const flowFields = [
  'version',
  'accountId',
  'interfaceId',
  'srcAddr',
  'dstAddr',
  'srcPort',
  'dstPort',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'action',
  'logStatus',
] as const

/** An event as a row: fields of its own begin with @, those in its text are discovered when one is first asked for. */
export function eventRow(group: LogGroupRecord, event: LogEvent): Row {
  let own: Map<string, Value> | undefined
  let discovered: Record<string, Value> | undefined
  return {
    get(field) {
      if (own?.has(field)) return own.get(field)
      switch (field) {
        case '@message':
          return event.message
        case '@timestamp':
          return new Date(event.at)
        case '@ingestionTime':
          return new Date(ingestedAt(event))
        case '@logStream':
          return event.streamName
        case '@log':
          return `${accountId}:${group.name}`
        case '@ptr':
          return Buffer.from(`${group.name}/${eventId(event)}`).toString('base64')
        default:
          discovered ??= discover(group, event.message)
          return Object.hasOwn(discovered, field) ? discovered[field] : undefined
      }
    },
    set(field, value) {
      own ??= new Map()
      own.set(field, value)
    },
  }
}

export function plainRow(): Row {
  const values = new Map<string, Value>()
  return { get: (field) => values.get(field), set: (field, value) => void values.set(field, value) }
}

function discover(group: LogGroupRecord, message: string): Record<string, Value> {
  if (group.kind === 'flow') {
    const words = message.split(' ')
    return Object.fromEntries(flowFields.map((field, index) => [field, words[index]]))
  }
  if (!message.startsWith('{')) return {}
  try {
    const fields: Record<string, Value> = {}
    flatten(JSON.parse(message), '', fields)
    return fields
  } catch {
    return {}
  }
}

/** `{"a":{"b":[1]}}` has the field `a.b.0`. */
function flatten(value: unknown, path: string, fields: Record<string, Value>): void {
  if (typeof value !== 'object' || value === null) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      fields[path] = value
    return
  }
  for (const [name, member] of Object.entries(value))
    flatten(member, path === '' ? name : `${path}.${name}`, fields)
}
