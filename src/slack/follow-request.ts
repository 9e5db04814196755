import type { ReceiverEvent } from '@slack/bolt'
import { untraced } from '../core/tracing.js'
import type { Edge, RequestKind } from './edge.js'

type Work = (event: ReceiverEvent) => Promise<void>

/** Follows a request of Slack's from its arrival: everything that comes of it carries one id, and how long the acknowledgement took is told. */
export function createFollowRequest({ tracing = untraced, acknowledged = () => undefined }: Edge) {
  return (event: ReceiverEvent, work: Work): Promise<void> => {
    const kind = kindOf(event.body)
    const begun = performance.now()
    let isFirst = true
    const ack: ReceiverEvent['ack'] = async (...answer) => {
      await event.ack(...answer)
      if (isFirst) acknowledged(kind, performance.now() - begun)
      isFirst = false
    }
    const attributes = { 'slack.request': kind }
    return tracing.span({ name: `Slack ${kind}`, kind: 'server', attributes }, () => work({ ...event, ack }))
  }
}

/** As Slack tells its requests apart: https://docs.slack.dev/reference/interaction-payloads */
function kindOf(body: ReceiverEvent['body']): RequestKind {
  if (body['command'] !== undefined) return 'command'
  if (body['type'] === 'event_callback') return 'event'
  if (body['type'] === 'block_actions') return 'click'
  return body['type'] === 'view_submission' ? 'modal' : 'other'
}
