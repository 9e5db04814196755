import type { Destination } from './contract.js'
import { type Pace, type PacedMethod, paces } from './pace.js'

/**
 * Letters of a lane are delivered in order; lanes go on beside each other. A letter that was posted waits in `chat.update <channel>` from then
 * on (scripts.ts); answers over a response_url have no pace, so each has a lane to itself.
 */
export function laneOf(key: string, to: Destination): string {
  if (to.ephemeralFor !== undefined) {
    return to.responseUrl === undefined ? `chat.postEphemeral ${to.channel}` : `response_url ${key}`
  }
  return `${to.ts === undefined ? 'chat.postMessage' : 'chat.update'} ${to.channel}`
}

/** The method and channel whose pace the lane keeps; undefined where it has none. */
export function paceOf(
  lane: string,
): { readonly method: PacedMethod; readonly channel: string; readonly pace: Pace } | undefined {
  const space = lane.indexOf(' ')
  const method = lane.slice(0, space)
  if (!isPaced(method)) return undefined
  return { method, channel: lane.slice(space + 1), pace: paces[method] }
}

function isPaced(method: string): method is PacedMethod {
  return Object.hasOwn(paces, method)
}
