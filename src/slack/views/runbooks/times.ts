import { dateToken } from '../../mrkdwn.js'

/** `14:03 UTC`, for clients that cannot format a time. */
export function utcTime(at: number): string {
  return `${new Date(at).toISOString().slice(11, 16)} UTC`
}

/** A time of day in mrkdwn, in the reader's own zone. */
export function timeToken(at: number): string {
  return dateToken(at, '{time}', utcTime(at))
}
