import { z } from 'zod'
import { readAlarm, readContributor } from './alarm-event.js'
import { readEcs } from './ecs-event.js'
import { isNotification, readNotification } from './alarm-notification.js'
import { malformed, parsed, type ReadEvent } from './read-event.js'

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

/** What a topic hands on, in an envelope of its own: to a queue without raw message delivery. https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
const OfTopic = z.looseObject({ Type: z.literal('Notification'), TopicArn: z.string(), Message: z.string() })

/**
 * Tells what a message of the queue, or of a topic, is: an event of EventBridge, or what an alarm's action told a topic that the queue is subscribed to. Never throws: what cannot be
 * read says why.
 */
export function readEvent(text: string): ReadEvent {
  if (Buffer.byteLength(text) > longest) return malformed('larger than 256 KB')
  const message = OfTopic.safeParse(parsed(text))
  return readBare(message.success ? message.data.Message : text)
}

function readBare(text: string): ReadEvent {
  const said = parsed(text)
  if (said === undefined) return malformed('not JSON')
  if (isNotification(said)) return readNotification(text)
  const envelope = Envelope.safeParse(said)
  if (!envelope.success) return malformed('not an event')
  const { 'detail-type': type, source, detail, resources, time } = envelope.data
  if (source === 'aws.ecs') return readEcs(type, detail, resources, time)
  if (source !== 'aws.cloudwatch') return { kind: 'unknown', what: type }
  if (type === 'CloudWatch Alarm State Change') return readAlarm(detail, resources)
  if (type === 'CloudWatch Alarm Contributor State Change') return readContributor(detail, resources)
  return { kind: 'unknown', what: type }
}
