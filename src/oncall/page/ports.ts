import type { PageRecord, PagerDutyAction } from '../../core/page.js'
import type { Turn } from '../../flow/flow.js'

/** Who is called, with the name for people. */
export interface Called {
  readonly id: string
  readonly name: string
}

export interface PageEvent {
  readonly kind: 'page began' | 'page ended'
  /** Slack id; absent: nobody, ohmy itself. */
  readonly actor?: string
  readonly summary: string
  readonly environment?: string
  readonly page: string
}

/** What PagerDuty made of an event. `refused`: for good. `later`: it may take the same one later. */
export type PagerDutyAnswer =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused' | 'later'; readonly why: string }

/** What a page may use of the rest of the house. */
export interface PagePorts {
  /** Who has these layers at an instant, in that order. */
  onCall(layers: readonly string[], at: number): Promise<readonly string[]>
  nameOf(person: string): Promise<string>
  /** Why a page about this flow is over, one sentence; false: it goes on; undefined: nobody knows such a one. */
  overBecause(flow: string): Promise<string | false | undefined>
  /** Keeps a person's direct message up to date. Of a page that is over, only those that were told before. */
  tell(record: PageRecord, version: number, person: string): Promise<void>
  /**
   * Calls people in the thread of the page's message: once.
   * @param call its place in the list of calls
   * @returns false while that message is not there yet
   */
  call(record: PageRecord, call: number): Promise<boolean>
  /** Says in the channel that nobody has answered: once. */
  unanswered(record: PageRecord): Promise<void>
  audit(event: PageEvent): Promise<void>
  /** Absent: PagerDuty is not told. */
  readonly pagerDuty?: {
    send(action: PagerDutyAction, record: PageRecord): Promise<PagerDutyAnswer>
  }
  /** Less than 1: time runs faster, as in the sandbox. */
  readonly timeScale: number
}

/** A worker holding a page. */
export type PageTurn = Turn<PageRecord, PagePorts>
