import type { Person } from '../../core/caller.js'
import { type IncidentRecord, isIncidentEnded } from '../../core/incident.js'
import { acknowledged, noted } from './movements.js'
import type { IncidentTurn } from './turn.js'

/**
 * How often it is looked at whether somebody has answered (ms). An answer has it looked at at once; this is for a process that died in between. Each look asks
 * Slack for the channel: 50 incidents that nobody has taken stay within its 50 a minute.
 */
const lookEvery = 60_000

/**
 * Calls whoever is on call as long as nobody has the incident, once a severity; who answers has it. Whoever takes it here answers for those who were called.
 * A SEV-3 calls nobody: it waits for whoever reads it.
 * @returns ms until it is to be looked at who has answered; undefined: nobody is waited for
 */
export async function callPeople(turn: IncidentTurn): Promise<number | undefined> {
  const { record, ports, clock } = turn
  const { severity, status, place } = record
  if (isIncidentEnded(record) || place === undefined) return undefined
  if (status === 'open' && severity !== 3) {
    await turn.hold()
    const answered = await ports.page(record)
    await turn.checkpoint('called')
    await turn.write((now) => withCall(now, severity, answered, clock.now()))
    return turn.record.status === 'open' ? lookEvery * ports.timeScale : 0
  }
  if (status === 'open') return undefined
  for (const called of [1, 2] as const) {
    if (!record.done.includes(`called ${called}`) || record.done.includes(`answered ${called}`)) continue
    await turn.hold()
    await ports.answerPage({ ...record, severity: called }, acknowledgedBy(record))
    await turn.write((now) => ({ ...now, done: [...now.done, `answered ${called}`] }))
  }
  return undefined
}

function withCall(
  record: IncidentRecord,
  severity: 1 | 2,
  answered: Person | undefined,
  now: number,
): IncidentRecord {
  const name = `called ${severity}`
  const called = record.done.includes(name) ? record : { ...record, done: [...record.done, name] }
  if (answered === undefined || record.status !== 'open') return called
  const entry = { at: now, kind: 'status', by: answered, text: 'acknowledged' } as const
  const there = { ...acknowledged(noted(called, entry), now), status: 'acknowledged' as const }
  return { ...there, done: [...there.done, `answered ${severity}`] }
}

function acknowledgedBy({ entries, acknowledgedAt, caller, roles }: IncidentRecord): Person {
  const entry = entries.find(({ at, by }) => at === acknowledgedAt && by !== undefined)
  return roles.commander ?? entry?.by ?? { id: caller.id, name: caller.name }
}
