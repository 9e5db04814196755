import type { OnCall, OnCallChange, OnCallLayer, Turn } from '../core/on-call.js'
import { createZone, type Zone } from '../core/time-zone.js'

const week = 7 * 24 * 3_600_000

/**
 * When turn `number` begins (ms since the epoch); the one of `from` is 0, earlier ones are negative. Counted on the clock on the wall and turned into an instant
 * last: a hand-over that summer time skips is where the clock jumps to, in the hour that comes twice it is the first of the two.
 */
export function turnStart(onCall: OnCall, zone: Zone, number: number): number {
  return zone.firstAt(onCall.from + number * onCall.weeks * week)
}

/** Which turn an instant lies in. */
export function turnNumberAt(onCall: OnCall, zone: Zone, instant: number): number {
  let number = Math.floor((zone.wallAt(instant) - onCall.from) / (onCall.weeks * week))
  // The clock on the wall may read less than it has read before.
  while (turnStart(onCall, zone, number + 1) <= instant) number++
  while (turnStart(onCall, zone, number) > instant) number--
  return number
}

/** Who has a turn of a layer by the rotation alone. */
export function personOf({ people }: OnCallLayer, number: number): string {
  return people[((number % people.length) + people.length) % people.length] ?? ''
}

/** The first hand-over after an instant. */
export function nextHandOver(onCall: OnCall, instant: number): number {
  const zone = createZone(onCall.timeZone)
  return turnStart(onCall, zone, turnNumberAt(onCall, zone, instant) + 1)
}

/** The first hand-over at an instant or later. */
export function handOverFrom(onCall: OnCall, instant: number): number {
  return nextHandOver(onCall, instant - 1)
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
  const turns: Turn[] = []
  for (let number = turnNumberAt(onCall, zone, from); turnStart(onCall, zone, number) < until; number++) {
    turns.push({
      layer: layer.name,
      person: personOf(layer, number),
      from: turnStart(onCall, zone, number),
      until: turnStart(onCall, zone, number + 1),
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
