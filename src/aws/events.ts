import { z } from 'zod'
import { readAlarm, readContributor } from './alarm-event.js'
import { readEcs } from './ecs-event.js'
import { malformed, type ReadEvent } from './read-event.js'

/** SQS takes a megabyte; no event that ohmy knows is a tenth of this. */
const longest = 256 * 1024

/** https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html. What is not named here is tolerated. */
const Envelope = z.looseObject({
  'detail-type': z.string().max(200),
  source: z.string().max(200),
  time: z.string().max(40),
  resources: z.array(z.string().max(2_048)).max(100).default([]),
  detail: z.looseObject({}),
})

/** Tells what a message of the queue is. Never throws: what cannot be read says why. */
export function readEvent(text: string): ReadEvent {
  if (Buffer.byteLength(text) > longest) return malformed('larger than 256 KB')
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return malformed('not JSON')
  }
  const envelope = Envelope.safeParse(parsed)
  if (!envelope.success) return malformed('not an event')
  const { 'detail-type': type, source, detail, resources, time } = envelope.data
  if (source === 'aws.ecs') return readEcs(type, detail, resources, time)
  if (source !== 'aws.cloudwatch') return { kind: 'unknown', what: type }
  if (type === 'CloudWatch Alarm State Change') return readAlarm(detail, resources)
  if (type === 'CloudWatch Alarm Contributor State Change') return readContributor(detail, resources)
  return { kind: 'unknown', what: type }
}
