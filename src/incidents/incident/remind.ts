import { isIncidentEnded } from '../../core/incident.js'
import { placeToTell } from './set-up.js'
import type { IncidentTurn } from './turn.js'

/** Reminders in a row to which nobody said anything: then people are at it elsewhere, or nobody is, and more of them help neither. */
const mostReminders = 4

/**
 * Says once that an update is due, and once that nobody leads.
 * @returns ms until the next of both; undefined: nothing is to come
 */
export async function remind(turn: IncidentTurn): Promise<number | undefined> {
  const dues = [await remindOfUpdate(turn), await askForCommander(turn)].filter((due) => due !== undefined)
  return dues.length === 0 ? undefined : Math.min(...dues)
}

async function remindOfUpdate(turn: IncidentTurn): Promise<number | undefined> {
  const { clock, ports } = turn
  const { record } = turn
  const { updateDue, severity, rules } = record
  if (updateDue === undefined || severity === 3 || isQuiet(turn) || record.reminders >= mostReminders)
    return undefined
  if (updateDue > clock.now()) return updateDue - clock.now()
  await turn.hold()
  await ports.tell({ kind: 'reminder', due: updateDue }, placeToTell(turn), turn)
  await turn.checkpoint('reminded')
  await turn.write((now) =>
    now.updateDue === updateDue
      ? {
          ...now,
          reminders: now.reminders + 1,
          updateDue: nextDue(updateDue, rules.updateEvery[severity], clock.now()),
        }
      : now,
  )
  const next = turn.record.updateDue
  return next === undefined ? undefined : Math.max(0, next - clock.now())
}

/** In step with the first one. What was missed while nobody could look is not made up for. */
function nextDue(due: number, every: number, now: number): number {
  return due + Math.max(1, Math.ceil((now - due + 1) / every)) * every
}

async function askForCommander(turn: IncidentTurn): Promise<number | undefined> {
  const { clock, ports, record } = turn
  if (record.roles.commander !== undefined || record.isCommanderAskedFor || isQuiet(turn)) return undefined
  const left = record.openedAt + record.rules.askForCommanderAfter - clock.now()
  if (left > 0) return left
  await turn.hold()
  await ports.tell({ kind: 'commander wanted' }, placeToTell(turn), turn)
  await turn.write((now) => ({ ...now, isCommanderAskedFor: true }))
  return undefined
}

/** Nobody has to say anything any more. */
function isQuiet({ record }: IncidentTurn): boolean {
  return record.status === 'resolved' || isIncidentEnded(record)
}
