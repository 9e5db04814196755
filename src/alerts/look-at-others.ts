import type { AlertRecord } from '../core/alert.js'
import { alsoOf, leaderOf, leads } from './leading.js'
import { mayBeRelated } from './may-be-related.js'
import type { AlertTurn } from './turn.js'

/** What has one cause with it: who leads it, and what it leads. @returns the alert that tells of this one */
export async function lookAtOthers(turn: AlertTurn): Promise<string | undefined> {
  const { record, ports, write } = turn
  if (!mayBeRelated(record)) return undefined
  const others = await ports.related(record)
  if (record.kind === 'tasks') {
    // What is steady for now is not told anew for the little that is left.
    const stays = record.steady === undefined ? undefined : record.partOf
    const leader = leaderOf(record, others, ports.timeScale)?.id ?? stays
    // Good again while it was told elsewhere: that message has to say so.
    if (record.status === 'quiet' && record.partOf !== undefined) await ports.wake(record.partOf)
    return leader
  }
  const acknowledged = others.find((other) => other.partOf === record.id && other.acknowledged)?.acknowledged
  await write(({ also: _before, ...now }) => {
    const also = alsoOf(record, others)
    const { found: _found, ...rest } = now
    return {
      // What its tasks say of why they stop finds a better runbook than its name.
      ...(newCauseIn(also, record.also) ? rest : now),
      ...(also.length === 0 ? {} : { also }),
      ...(acknowledged === undefined || now.acknowledged !== undefined ? {} : { acknowledged }),
      ...urgencyWith(now, others),
    }
  })
  for (const other of others) {
    if (other.status !== 'ringing' || !leads(record, other, ports.timeScale)) continue
    // It has to move here, or from here.
    const isToldElsewhere = other.mute !== undefined || other.storm !== undefined
    if ((record.status === 'ringing') === (other.partOf === record.id) || isToldElsewhere) continue
    await ports.wake(other.id)
  }
  return undefined
}

function newCauseIn(also: NonNullable<AlertRecord['also']>, before: AlertRecord['also'] = []): boolean {
  const [cause, known] = [also, before].map((all) => all.find(({ stopCause }) => stopCause)?.stopCause)
  return cause !== undefined && cause !== known
}

/** Whoever would be called for what it leads is called for it. */
function urgencyWith(
  { id, severity }: AlertRecord,
  others: readonly AlertRecord[],
): Pick<AlertRecord, 'severity'> {
  const all = [{ severity }, ...others.filter(({ partOf }) => partOf === id)]
  const [most] = all.flatMap((one) => one.severity ?? []).toSorted((left, right) => left - right)
  return most === undefined ? {} : { severity: most }
}
