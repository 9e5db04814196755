import type { AlertRecord } from '../core/alert.js'
import { inTime } from '../core/in-time.js'
import { isPageEnded, type PageRecord } from '../core/page.js'
import type { Silence } from '../core/silences.js'
import type { AlertTurn } from './turn.js'

/** How often it is looked whether somebody has answered, should the word of it be lost (ms). */
const lookAtPage = 60_000
/** Where AWS does not say in time whether the account mutes it, people are called (ms). */
const silencesWithin = 3_000

/**
 * Calls people for what rings, once; and whoever answers the page or the alert has answered both.
 * @returns ms until that is looked at again; undefined: nobody is waited for
 */
export async function callPeople(turn: AlertTurn): Promise<number | undefined> {
  const { record, ports } = turn
  const { severity, page, acknowledged, mute, storm, partOf, status } = record
  if (ports.pages === undefined || severity === undefined || status !== 'ringing') return undefined
  const called = page === undefined ? undefined : await ports.pages.find(page.id)
  if (mute !== undefined) return wakePage(turn)
  if (acknowledged !== undefined) {
    if (called !== undefined && !isPageEnded(called.state)) {
      await turn.hold()
      await ports.pages.answer(called.id, acknowledged.by)
    }
    return undefined
  }
  if (called !== undefined && isAnsweredFor(record, called)) {
    await turn.write((now) => acknowledgedBy(now, called))
    return undefined
  }
  // What a storm tells of, or another alert, that calls people for.
  if (storm !== undefined || partOf !== undefined) return undefined
  if (!isToBeCalled(record, severity, called)) return lookAtPage * ports.timeScale
  const silences = (await inTime(silencesWithin, ports.silencesOf(record))) ?? []
  if (silences.some(isMuting)) return lookAtPage * ports.timeScale
  const number = (page?.number ?? 0) + 1
  await turn.hold()
  const answer = await ports.pages.call(record, severity, number)
  await turn.checkpoint('called people')
  if (answer.kind === 'later') return answer.after
  const { id } = answer
  await turn.write((now) => ({
    ...now,
    page: { id, severity: answer.severity, number, rang: record.rang },
  }))
  return lookAtPage * ports.timeScale
}

/** Somebody's word in the account counts as ohmy's own mute. That its actions are off, or that nobody can tell, is no such word. */
function isMuting({ kind }: Silence): boolean {
  return kind === 'mute rule' || kind === 'suppressed'
}

/** Its page ends when nothing rings any more that it is about. */
export async function wakePage({ record: { page }, ports }: AlertTurn): Promise<undefined> {
  if (page !== undefined) await ports.pages?.wake(page.id)
}

/** Whoever answered saw this alert in the page, or is up for what rang with it. */
function isAnsweredFor({ id }: AlertRecord, { state, parent, also = [] }: PageRecord): boolean {
  return state === 'acknowledged' && (parent === id || also.some((other) => other.id === id))
}

function acknowledgedBy(record: AlertRecord, { endedBy, endedAt }: PageRecord): AlertRecord {
  if (record.acknowledged !== undefined || endedBy === undefined || endedAt === undefined) return record
  return { ...record, acknowledged: { by: endedBy, at: endedAt } }
}

/** Nobody was, or it is worse now; or it was over by itself, and rings again. */
function isToBeCalled(
  { page, rang }: AlertRecord,
  severity: NonNullable<AlertRecord['severity']>,
  called: PageRecord | undefined,
): boolean {
  if (page === undefined || called === undefined || severity < page.severity) return true
  if (!isPageEnded(called.state)) return false
  const endedByItself = called.state === 'cancelled' && called.endedBy === undefined
  return endedByItself || rang > page.rang
}
