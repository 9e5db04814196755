import type { OnCall, OnCallChange, OnCallSpan, Turn } from '../core/on-call.js'
import { UserError } from '../core/user-error.js'
import { turnsBetween } from './turns.js'

const week = 7 * 24 * 3_600_000

/**
 * Two people change places in the next turn of each: in all layers, so that nobody ends up behind themselves. What has begun counts from now on.
 * @param from the turns of that instant and after it are meant
 * @throws UserError `no-turn` where one of them has none
 */
export function swapSpans(
  onCall: OnCall,
  changes: readonly OnCallChange[],
  [one, other]: readonly [string, string],
  now: number,
  from = now,
): readonly OnCallSpan[] {
  const longest = Math.max(...onCall.layers.map(({ people }) => people.length))
  const range = { from, until: from + (longest + 2) * onCall.weeks * week }
  const all = onCall.layers.map((layer) => turnsBetween(onCall, layer, changes, range))
  const shared = onCall.layers.findIndex(({ people }) => people.includes(one) && people.includes(other))
  const turns = all[shared] ?? []
  const places = [one, other].map((person) => turns.find((turn) => turn.person === person))
  const [mine, theirs] = places
  if (mine === undefined || theirs === undefined) {
    const what = 'They have no turns in the same layer that could be swapped.'
    throw new UserError(
      'no-turn',
      what,
      'Let somebody stand in instead: `/ohmy oncall override @person until Mon 09:00`.',
    )
  }
  return [mine, theirs].flatMap((place) =>
    all.flat().flatMap((turn) => exchanged(turn, place, [one, other], now)),
  )
}

/** What a turn is within the time of another one, with the two people exchanged. */
function exchanged(
  turn: Turn,
  within: Turn,
  [one, other]: readonly [string, string],
  now: number,
): readonly OnCallSpan[] {
  const person = turn.person === one ? other : turn.person === other ? one : undefined
  const from = Math.max(turn.from, within.from, now)
  const until = Math.min(turn.until, within.until)
  return person === undefined || from >= until ? [] : [{ layer: turn.layer, person, from, until }]
}
