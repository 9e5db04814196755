import type { AlertFindings, AlertRecord, Contributors } from '../core/alert.js'
import type { PageSeverity } from '../core/alert-pages.js'
import type { Person } from '../core/caller.js'
import type { Mute } from '../core/mutes.js'
import type { PageRecord } from '../core/page.js'
import type { Silence } from '../core/silences.js'

/** What is recorded of an alert. */
export interface AlertAudit {
  readonly kind: 'alert began' | 'alert acknowledged' | 'alert ended'
  readonly actor: string
  readonly summary: string
  readonly environment: string
  readonly alert: string
  /** Names it among those of its alert: tried again after a crash, it is kept once. */
  readonly once: string
}

/** People are called for it, or may be once so many ms are over: one alarm calls people once within a time. */
export type Called =
  | { readonly kind: 'called'; readonly id: string; readonly severity: PageSeverity }
  | { readonly kind: 'later'; readonly after: number }

/** How alerts call people. What cannot be done now is logged, and never keeps an alert from being told. */
export interface AlertPaging {
  /** Asked again with the same number it is the same page. What rings together in an environment shares one. */
  call(record: AlertRecord, severity: PageSeverity, number: number): Promise<Called>
  find(page: string): Promise<PageRecord | undefined>
  /** Somebody looks after the alert: so they have answered. */
  answer(page: string, by: Person): Promise<void>
  /** Has it look whether what it is about is over. Losing it is harmless. */
  wake(page: string): Promise<void>
}

/** What alerts may use of the rest of the house. */
export interface AlertPorts {
  /** The mute that holds now. Never rejects: where nobody can know, it is not muted. */
  muteOf(record: Pick<AlertRecord, 'environment' | 'name'>): Promise<Mute | undefined>
  /** It is good again: a mute that was to last until then is over. Never rejects. */
  fixed(record: Pick<AlertRecord, 'environment' | 'name'>): Promise<void>
  /** What keeps CloudWatch itself from acting on it. Never rejects: what cannot be read is unknown, and told as that. */
  silencesOf(record: AlertRecord): Promise<readonly Silence[]>
  /** Who breaches it. Never rejects: what cannot be read says why. @param changedAt up to when changes are known */
  contributorsOf(record: AlertRecord, changedAt: number): Promise<Contributors>
  /** What changed lately, and what the first checks of the matching runbook say. Never rejects for what it asks. */
  findOut(record: AlertRecord): Promise<AlertFindings>
  audit(event: AlertAudit): Promise<void>
  /** Alerts that a storm tells of, as they are now. */
  members(storm: string): Promise<NonNullable<AlertRecord['members']>>
  /** A storm tells of its alerts no more: what rings on has to be told by itself. */
  isOver(storm: string): Promise<boolean>
  /** Other open alerts of its environment that may have one cause with it. */
  related(record: AlertRecord): Promise<readonly AlertRecord[]>
  /** It is over: it is related to nothing any more. */
  unrelated(record: AlertRecord): Promise<void>
  /** Has another alert look at how it stands. Losing it is harmless. */
  wake(alert: string): Promise<void>
  /** How people are called; absent: alerts call nobody. */
  readonly pages?: AlertPaging
  /** Where alerts are told. */
  readonly place: { readonly channel: string }
  /** Less than 1: waits are shorter, for the sandbox's faster time. */
  readonly timeScale: number
}
