import { isPageEnded, PageRecord } from '../../core/page.js'
import type { About, Flow, Next } from '../../flow/flow.js'
import { afterCall, peopleToCall, tellEverybody, toldBy } from './call.js'
import { tellPagerDuty } from './pager-duty-turn.js'
import type { PageEvent, PagePorts, PageTurn } from './ports.js'
import { hearPageWord, type PageWord } from './words.js'

const day = 86_400_000
/** So long it is found in lists, and in what is counted over a quarter. */
const keptFor = 100 * day
/** How often it is looked whether what it is about is over (ms). */
const lookAtParent = 60_000
/** How often it is looked whether its message is there, under which people are called (ms). */
const lookAtMessage = 500

export type PageFlow = Flow<PageRecord, PagePorts, PageWord>

/** Calls people, one after the other, until somebody answers. */
export const pageFlow: PageFlow = {
  kind: 'page',
  lane: 'changing',
  record: PageRecord,
  keptFor,
  about: aboutPage,
  look: carryOn,
  hear: hearPageWord,
  trouble: (record, words) => ({ ...record, trouble: words }),
  // What cannot go on has reached nobody: that is said as loudly.
  fail: (record, reason, now) =>
    isPageEnded(record.state)
      ? record
      : { ...record, state: 'unanswered', endedAt: now, outcomeReason: reason },
}

function aboutPage({ environment, place, state }: PageRecord): About {
  return {
    ...(environment === undefined ? {} : { environment }),
    place,
    ended: isPageEnded(state),
    state,
    holds: [],
  }
}

async function carryOn(turn: PageTurn): Promise<Next> {
  const { ports, clock } = turn
  const look = lookAtParent * ports.timeScale
  for (;;) {
    const { record } = turn
    const over = await overBecause(turn)
    const isParentOver = over !== undefined
    if (isPageEnded(record.state)) return settle(turn, isParentOver)
    if (isParentOver) {
      await turn.write((now) =>
        isPageEnded(now.state)
          ? now
          : { ...now, state: 'cancelled', endedAt: clock.now(), outcomeReason: over },
      )
      continue
    }
    if (record.calls.length > 0) {
      if (!(await tellEverybody(turn))) return { again: lookAtMessage }
      await turn.checkpoint('told')
      if (record.told < record.calls.length) {
        await turn.write((now) => toldBy(now, record.calls.length, clock.now(), look / 2))
        continue
      }
    }
    const left = record.nextAt - clock.now()
    if (left <= 0) {
      await callNext(turn)
      continue
    }
    const retry = await tellPagerDuty(turn, isParentOver)
    if (isPageEnded(turn.record.state)) continue
    return { again: Math.min(left, retry ?? day, record.parent === undefined ? day : look) }
  }
}

/** Why all that it is about is over. What nobody knows any more is over only once that makes no difference to anybody who is called. */
async function overBecause({ record, ports }: PageTurn): Promise<string | undefined> {
  const { parent, also = [], state } = record
  if (parent === undefined) return undefined
  let why: string | undefined
  for (const flow of [parent, ...also.map(({ id }) => id)]) {
    const over = await ports.overBecause(flow)
    if (over === false || (over === undefined && !isPageEnded(state))) return undefined
    why ??= over
  }
  return why ?? 'What it was about is over.'
}

/** It is time for the next ones, or for nobody any more. */
async function callNext(turn: PageTurn): Promise<void> {
  const { record, ports, clock } = turn
  const now = clock.now()
  const step = record.steps[record.done]
  if (step === undefined) {
    await turn.write((current) =>
      isPageEnded(current.state) ? current : { ...current, state: 'unanswered', endedAt: now },
    )
    return
  }
  const people = await peopleToCall(record, step, now, ports)
  await turn.write((current) => (current.done === record.done ? afterCall(current, people, now) : current))
}

/** The last duties: everybody who was called sees who has answered; what nobody answered is said loudly, once. */
async function settle(turn: PageTurn, isParentOver: boolean): Promise<Next> {
  const { record, ports } = turn
  await tellEverybody(turn)
  if (record.state === 'unanswered') {
    await turn.hold()
    await ports.unanswered(record)
  }
  await turn.checkpoint('told end')
  await ports.audit(beganEvent(record))
  await ports.audit(endedEvent(record))
  await turn.checkpoint('recorded end')
  const retry = await tellPagerDuty(turn, isParentOver)
  if (retry !== undefined) return { again: retry }
  return waitsToResolve(turn.record, isParentOver) ? { again: lookAtParent * ports.timeScale } : 'settled'
}

/** PagerDuty hears that it is over when what it is about is. */
function waitsToResolve({ pagerDuty, parent, state }: PageRecord, isParentOver: boolean): boolean {
  if (pagerDuty === undefined || pagerDuty.refused !== undefined || parent === undefined) return false
  return state !== 'cancelled' && !isParentOver && pagerDuty.taken.includes('trigger')
}

export function beganEvent({ id, title, by, environment, severity }: PageRecord): PageEvent {
  return {
    kind: 'page began',
    ...(by === undefined ? {} : { actor: by.id }),
    summary: `SEV-${severity}: ${title} (${id})`,
    ...(environment === undefined ? {} : { environment }),
    page: id,
  }
}

function endedEvent({ id, title, state, endedBy, environment, inPagerDuty }: PageRecord): PageEvent {
  const there = inPagerDuty === undefined ? '' : ' in PagerDuty'
  const who = endedBy === undefined ? '' : `${there} by ${endedBy.name}`
  return {
    kind: 'page ended',
    ...(endedBy === undefined ? {} : { actor: endedBy.id }),
    summary: `${state}${who}: ${title} (${id})`,
    ...(environment === undefined ? {} : { environment }),
    page: id,
  }
}
