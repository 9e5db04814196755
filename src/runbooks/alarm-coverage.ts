import type { Runbook } from '../core/runbook.js'
import { fitsGlob } from '../core/glob.js'

export interface AlarmCoverage {
  /** Alarms that no runbook is offered under. */
  readonly withoutRunbook: readonly string[]
  /** Patterns that fit no alarm. */
  readonly idle: readonly { readonly runbook: Runbook; readonly pattern: string }[]
}

/** How the patterns of runbooks and the alarms that there are belong together. */
export function alarmCoverage(runbooks: readonly Runbook[], alarms: readonly string[]): AlarmCoverage {
  const patterns = runbooks.flatMap((runbook) =>
    runbook.match.alarms.map((pattern) => ({ runbook, pattern })),
  )
  return {
    withoutRunbook: alarms.filter((alarm) => !patterns.some(({ pattern }) => fitsGlob(alarm, pattern))),
    idle: patterns.filter(({ pattern }) => !alarms.some((alarm) => fitsGlob(alarm, pattern))),
  }
}

/** Runbooks that should have been looked through by a day, `2027-03-31`. */
export function overdue(runbooks: readonly Runbook[], today: string): readonly Runbook[] {
  return runbooks.filter(({ reviewBy }) => reviewBy !== undefined && reviewBy < today)
}

export interface WrittenLink {
  readonly target: string
  readonly line: number
  readonly column: number
}

/** Links of a text to files beside it: `[the guide](guide.md#alarms)`. Addresses and places of the same page are none. */
export function relativeLinks(text: string): readonly WrittenLink[] {
  return text.split(/\r\n?|\n/).flatMap((line, index) =>
    [...line.matchAll(/\]\(([^()\s]{1,500})\)/g)].flatMap(({ 1: target = '', index: at }) => {
      if (/^(?:[a-z][a-z0-9+.-]*:|#|\/\/)/i.test(target) || target.includes('{{')) return []
      return [{ target, line: index + 1, column: at + 3 }]
    }),
  )
}

/** Where a text first says something; the beginning where it does not. */
export function placeOf(text: string, words: string): { readonly line: number; readonly column: number } {
  const at = text.indexOf(words)
  if (at === -1) return { line: 1, column: 1 }
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
