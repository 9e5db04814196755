import type { OnCall, OnCallChange, OnCallLayer, Turn } from '../core/on-call.js'
import { createZone, type Zone } from '../core/time-zone.js'

const week = 7 * 24 * 3_600_000

/** A layer's turns: when the first one begins, and how long each lasts. */
type Turns = Pick<OnCall, 'from' | 'weeks'>

/**
 * When turn `number` begins (ms since the epoch); the one of `from` is 0, earlier ones are negative. Counted on the clock on the wall and turned into an instant
 * last: a hand-over that summer time skips is where the clock jumps to, in the hour that comes twice it is the first of the two.
 */
function turnStart({ from, weeks }: Turns, zone: Zone, number: number): number {
  return zone.firstAt(from + number * weeks * week)
}

/** Which turn an instant lies in. */
function turnNumberAt(turns: Turns, zone: Zone, instant: number): number {
  let number = Math.floor((zone.wallAt(instant) - turns.from) / (turns.weeks * week))
  // The clock on the wall may read less than it has read before.
  while (turnStart(turns, zone, number + 1) <= instant) number++
  while (turnStart(turns, zone, number) > instant) number--
  return number
}

/** Who has a turn of a layer by the rotation alone. */
function personOf({ people }: OnCallLayer, number: number): string {
  return people[((number % people.length) + people.length) % people.length] ?? ''
}

/**
 * Who is on call in a layer from one instant to another: turns without gaps between them, in order, the first and the last whole where the rotation alone
 * made them. What people have said counts, the latest word first.
 */
export function turnsBetween(
  onCall: OnCall,
  layer: OnCallLayer,
  changes: readonly OnCallChange[],
  { from, until }: { readonly from: number; readonly until: number },
): readonly Turn[] {
  const zone = createZone(onCall.timeZone)
  const counted: Turns = { from: layer.from ?? onCall.from, weeks: onCall.weeks }
  const turns: Turn[] = []
  for (let number = turnNumberAt(counted, zone, from); turnStart(counted, zone, number) < until; number++) {
    turns.push({
      layer: layer.name,
      person: personOf(layer, number),
      from: turnStart(counted, zone, number),
      until: turnStart(counted, zone, number + 1),
    })
  }
  const said = standIns(layer, changes).reduce(cutIn, turns)
  return said.filter((turn) => turn.until > from && turn.from < until)
}

/** Whose turn it is at an instant. */
export function turnAt(
  onCall: OnCall,
  layer: OnCallLayer,
  changes: readonly OnCallChange[],
  instant: number,
): Turn {
  const [turn] = turnsBetween(onCall, layer, changes, { from: instant, until: instant + 1 })
  if (turn === undefined) throw new Error(`Nobody has the layer ${layer.name} at ${instant}`)
  return turn
}

/** What counts for a layer, the latest word last. */
function standIns(layer: OnCallLayer, changes: readonly OnCallChange[]): readonly Turn[] {
  return changes
    .toSorted((left, right) => heardAt(left) - heardAt(right) || left.id.localeCompare(right.id))
    .flatMap((change) => spansOf(change).map((span): Turn => ({ ...span, change })))
    .filter((span) => span.layer === layer.name && span.until > span.from)
}

function spansOf(change: OnCallChange) {
  if (change.kind === 'override') return [change.span]
  return change.state === 'agreed' ? change.spans : []
}

function heardAt(change: OnCallChange): number {
  return change.kind === 'swap' ? (change.answeredAt ?? change.since) : change.since
}

/** Turns with one put in, over whatever was there. What lies outside of them is left out. */
function cutIn(turns: readonly Turn[], wanted: Turn): Turn[] {
  const [first, last] = [turns[0], turns.at(-1)]
  if (first === undefined || last === undefined) return []
  const added = {
    ...wanted,
    from: Math.max(wanted.from, first.from),
    until: Math.min(wanted.until, last.until),
  }
  if (added.from >= added.until) return [...turns]
  const rest = turns.flatMap((turn) => {
    const before = { ...turn, until: Math.min(turn.until, added.from) }
    const after = { ...turn, from: Math.max(turn.from, added.until) }
    return [before, after].filter(({ from, until }) => from < until)
  })
  return [...rest, added].toSorted((left, right) => left.from - right.from)
}
