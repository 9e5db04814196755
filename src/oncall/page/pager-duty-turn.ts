import type { PageRecord, PagerDutyAction } from '../../core/page.js'
import { sendAgainAfter } from '../pager-duty.js'
import type { PageTurn } from './ports.js'

/** About a day at that pace: then it is given up, and the message says so. */
const mostFailures = 100

/** The next event that PagerDuty has to hear; undefined: none as things stand. */
export function nextEvent(record: PageRecord, isParentOver: boolean): PagerDutyAction | undefined {
  const { pagerDuty, state, calls, parent } = record
  if (pagerDuty === undefined || pagerDuty.refused !== undefined) return undefined
  const has = (action: PagerDutyAction) => pagerDuty.taken.includes(action)
  if (!has('trigger')) return calls.length > 0 && state !== 'cancelled' ? 'trigger' : undefined
  if (has('resolve')) return undefined
  if (state === 'acknowledged' && !has('acknowledge')) return 'acknowledge'
  // Answered by hand is all that was asked for. What nobody answered stays open there, where others may.
  const isOver =
    state === 'cancelled' ||
    // Whoever answered there by hand says there, too, when it is over.
    (state === 'acknowledged' && (parent === undefined ? record.inPagerDuty === undefined : isParentOver)) ||
    (state === 'unanswered' && parent !== undefined && isParentOver)
  return isOver ? 'resolve' : undefined
}

/**
 * Tells PagerDuty what it has not heard yet, one after the other. Never in the way of calling people in Slack: what it does not take now is sent later.
 * @returns ms until the next try; undefined: there is nothing to send
 */
export async function tellPagerDuty(turn: PageTurn, isParentOver: boolean): Promise<number | undefined> {
  const { ports, clock } = turn
  if (ports.pagerDuty === undefined) return undefined
  for (;;) {
    const { record } = turn
    const action = nextEvent(record, isParentOver)
    const stood = record.pagerDuty
    if (action === undefined || stood === undefined) return undefined
    const wait = stood.again - clock.now()
    if (wait > 0) return wait
    await turn.hold()
    const answer = await ports.pagerDuty.send(action, record)
    await turn.checkpoint(`pagerduty ${action}`)
    const failures = stood.failures + 1
    const later = sendAgainAfter(failures) * ports.timeScale
    await turn.write((now) => {
      // Somebody may have answered there meanwhile: what was taken is added to what is known by now.
      const known = now.pagerDuty ?? stood
      if (answer.kind === 'taken')
        return {
          ...now,
          pagerDuty: { ...known, taken: [...known.taken, action], failures: 0, again: 0 },
        }
      const refused = answer.kind === 'refused' || failures >= mostFailures ? { refused: answer.why } : {}
      return { ...now, pagerDuty: { ...known, failures, again: clock.now() + later, ...refused } }
    })
  }
}
