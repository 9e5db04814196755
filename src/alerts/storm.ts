import type { AlertRecord } from '../core/alert.js'
import type { Next } from '../flow/flow.js'
import { callPeople, wakePage } from './call-people.js'
import type { AlertTurn } from './turn.js'

/** So many alerts of an environment that begin within a minute are told one by one; those after them in one message. */
export const mostAtOnce = 5
export const stormWithin = 60_000

/** While it grows its message is edited so often; Slack takes 50 edits a minute of a channel (ms). */
const growsEvery = 3_000
const restsEvery = 15_000
const growsFor = 2 * 60_000

/** A storm tells how its alerts stand, and ends when all of them have. */
export async function lookAtStorm(turn: AlertTurn): Promise<Next> {
  const { ports, clock, id } = turn
  if (turn.record.status === 'closed') {
    await ports.audit({
      ...{ kind: 'alert ended', actor: 'cloudwatch', once: 'ended', alert: id },
      environment: turn.record.environment,
      summary: `storm of ${turn.record.members?.length ?? 0} alerts is over (${id})`,
    })
    await turn.checkpoint('recorded end')
    return 'settled'
  }
  const members = await ports.members(id)
  const stands = await turn.write((record) => ({
    ...record,
    members,
    ...urgencyOf(members),
    ...standing(record, members, clock.now()),
  }))
  if (stands.status === 'closed') return { again: 0 }
  await (stands.status === 'ringing' ? callPeople(turn) : wakePage(turn))
  const grows = clock.now() - turn.record.heardAt < growsFor
  return { again: (grows ? growsEvery : restsEvery) * Math.max(ports.timeScale, 0.1) }
}

/** As urgent as the most urgent that rings. */
function urgencyOf(members: NonNullable<AlertRecord['members']>): Pick<AlertRecord, 'severity'> {
  const severities = members.flatMap(({ severity, status }) =>
    severity === undefined || status !== 'ringing' ? [] : [severity],
  )
  const [severity] = severities.toSorted((one, other) => one - other)
  return severity === undefined ? {} : { severity }
}

/** It is over when each of its alerts is; before the first has come nothing is. */
function standing(
  record: AlertRecord,
  members: NonNullable<AlertRecord['members']>,
  now: number,
): Partial<AlertRecord> {
  if (members.length === 0) return {}
  if (members.every(({ status }) => status === 'closed')) return { status: 'closed' }
  if (members.some(({ status }) => status === 'ringing')) return { status: 'ringing', state: 'ALARM' }
  return record.status === 'quiet' ? {} : { status: 'quiet', state: 'OK', quietSince: now }
}
