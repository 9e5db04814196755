import type { Cause } from '../core/check.js'
import type { Runbook } from '../core/runbook.js'

/** One thing that is wrong in a file, and where: `runbooks/deploy.yaml:12:5`. */
export interface RunbookProblem {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly what: string
}

/** A file that cannot be walked; it is listed with its error, and stops nothing else. */
export interface BrokenRunbook {
  readonly id: string
  readonly file: string
  readonly problems: readonly RunbookProblem[]
}

export interface FoundRunbook {
  readonly runbook: Runbook
  /** Why it was found, one clause: `matches the alarm ohmycoins-prod-alb-5xx-errors`. Not escaped. */
  readonly reason: string
}

/** What went wrong, as far as runbooks can match it. */
export interface Trouble {
  readonly alarm?: string
  readonly causes?: readonly Cause[]
}

/** What stands in the files, as one look found it. */
export interface LibraryRead {
  /** All that can be walked, by id. */
  readonly runbooks: readonly Runbook[]
  readonly broken: readonly BrokenRunbook[]
}

/** The runbooks of the team: files, read when they change. */
export interface Library {
  /** Files that changed are read again first, as for all but `bestFor`. Never rejects: what cannot be read is broken. */
  read(): Promise<LibraryRead>
  /** Of these, all that can be walked. */
  all(): Promise<readonly Runbook[]>
  find(id: string): Promise<Runbook | undefined>
  /** Ranked over titles, tags, patterns and the text of steps, best first. */
  search(words: string): Promise<readonly FoundRunbook[]>
  /**
   * Resolves once everything was read a first time; before that, `bestFor` knows of none. Never rejects, and keeps nobody longer than a few seconds: a folder
   * of another machine may not answer.
   * @returns whether it was read by then
   */
  opened(): Promise<boolean>
  /** The best match among those read last: what cards offer. */
  bestFor(trouble: Trouble): FoundRunbook | undefined
}
