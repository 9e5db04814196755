import { closed, noted } from './movements.js'
import { placeToTell } from './set-up.js'
import type { IncidentTurn } from './turn.js'

/** How often alarms are looked at while it is watched (ms). */
const lookEvery = 60_000

/**
 * Watches what was resolved: an alarm that begins to ring is told once, and the time begins anew when nothing rings any more. Then it is closed.
 * @returns ms until the next look; undefined: nothing is watched
 */
export async function watch(turn: IncidentTurn): Promise<number | undefined> {
  const { ports, clock } = turn
  if (turn.record.status !== 'resolved') return undefined
  const isKnown = await lookAtAlarms(turn)
  const { status, quietSince, rules } = turn.record
  if (status !== 'resolved' || quietSince === undefined) return 0
  const left = quietSince + rules.watchFor - clock.now()
  const again = lookEvery * ports.timeScale
  if (left > 0) return Math.min(left, again)
  // What nobody could look at is not quiet: it is told, and goes on.
  await turn.write(({ isUnseen: _was, ...now }) => (isKnown ? now : { ...now, isUnseen: true }))
  if (!isKnown) return again
  await turn.write((now) =>
    now.status === 'resolved' && now.quietSince === quietSince ? closed(now, clock.now()) : now,
  )
  return 0
}

/** @returns whether AWS said how its alarms stand */
async function lookAtAlarms(turn: IncidentTurn): Promise<boolean> {
  const { ports, clock, record } = turn
  const { environment, resolvedAt } = record
  if (environment === undefined || resolvedAt === undefined) return true
  const known = await ports.ringing(environment)
  const ringing = known?.filter(({ since }) => since > resolvedAt) ?? []
  if (ringing.length === 0) return known !== undefined
  for (const { name } of ringing) {
    if (record.rang.includes(name)) continue
    await turn.hold()
    await ports.tell({ kind: 'rang', alarm: name }, placeToTell(turn), turn)
  }
  await turn.checkpoint('rang')
  await turn.write((now) => {
    if (now.resolvedAt !== resolvedAt) return now
    const fresh = ringing.filter(({ name }) => !now.rang.includes(name))
    const told = fresh.reduce(
      (next, { name, since }) => noted(next, { at: since, kind: 'alarm', text: `${name} rings` }),
      now,
    )
    return { ...told, rang: [...now.rang, ...fresh.map(({ name }) => name)], quietSince: clock.now() }
  })
  return true
}
