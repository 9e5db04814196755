import type { Person } from '../../core/caller.js'
import { isPageEnded, type PageRecord, type PagerDutyAction } from '../../core/page.js'
import { UserError } from '../../core/user-error.js'
import type { Word } from '../../flow/flow.js'

/** What can be said to a page. `cancel` is what its parent says, or whoever asked for it. */
export type PageWord = Word &
  (
    | { readonly kind: 'ack' }
    | { readonly kind: 'answered in PagerDuty'; readonly how: 'acknowledged' | 'resolved' }
    | { readonly kind: 'cancel'; readonly reason: string }
    // Something else rings, too: nobody is called once more.
    | { readonly kind: 'join'; readonly id: string; readonly title: string }
  )

/** The record after a word. Pure. @throws UserError who was first */
export function hearPageWord(record: PageRecord, word: PageWord, now: number): PageRecord {
  const by = { id: word.by.id, name: word.by.name }
  if (isPageEnded(record.state)) {
    // Whoever presses twice has answered once.
    if (word.kind === 'ack' && record.state === 'acknowledged' && record.endedBy?.id === by.id) return record
    throw over(record)
  }
  if (word.kind === 'join') return joined(record, word)
  if (word.kind === 'ack') return answered(record, by, now)
  if (word.kind === 'answered in PagerDuty') return answeredThere(record, word.how, by, now)
  return { ...record, state: 'cancelled', endedAt: now, endedBy: by, outcomeReason: word.reason }
}

function joined(record: PageRecord, { id, title }: { readonly id: string; readonly title: string }) {
  const { also = [], parent } = record
  if (parent === id || also.some((other) => other.id === id)) return record
  return { ...record, also: [...also, { id, title }] }
}

function answered(record: PageRecord, by: NonNullable<PageRecord['endedBy']>, now: number): PageRecord {
  return { ...record, state: 'acknowledged', endedAt: now, endedBy: by }
}

/** What PagerDuty itself says need not be told there. */
function answeredThere(
  record: PageRecord,
  how: 'acknowledged' | 'resolved',
  by: Person,
  now: number,
): PageRecord {
  const { pagerDuty } = record
  const heard: readonly PagerDutyAction[] = how === 'resolved' ? ['acknowledge', 'resolve'] : ['acknowledge']
  return {
    ...answered(record, by, now),
    inPagerDuty: how,
    ...(pagerDuty === undefined
      ? {}
      : { pagerDuty: { ...pagerDuty, taken: [...pagerDuty.taken, ...heard] } }),
  }
}

function over({ id, state, endedBy, outcomeReason }: PageRecord): UserError {
  if (state === 'acknowledged')
    return new UserError(
      'page-answered',
      `${endedBy?.name ?? 'Somebody'} has answered ${id} already.`,
      'You can leave it to them, or ask in its thread.',
    )
  if (state === 'unanswered') {
    const what = `Nobody had answered ${id} in time, so it is over.`
    return new UserError('page-over', what, 'Say in its thread that you are at it.')
  }
  return new UserError(
    'page-over',
    `${id} was cancelled. ${outcomeReason ?? ''}`.trim(),
    'There is nothing to answer any more.',
  )
}
