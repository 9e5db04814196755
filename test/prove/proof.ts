/** `full` is what the issue of a proof asks for; `short` is the same with smaller numbers, for `npm test`. */
export type Size = 'full' | 'short'

/** One thing that was measured, and what it has to be. */
export interface Figure {
  readonly what: string
  readonly measured: string
  readonly goal: string
  readonly met: boolean
  /** It hangs on how busy the machine is: a table shows it, and no test fails of it. */
  readonly hangsOnTheMachine?: true
}

/** Something that ohmy claims, and what shows that it is so. */
export interface Proof {
  /** `npm run prove -- <name>` */
  readonly name: string
  /** What is claimed, in a sentence. */
  readonly claim: string
  /** Whether its short form is cheap enough for `npm test`. */
  readonly inTests: boolean
  /** Why it cannot be run here, as where no redis-server is. Absent: it can be. */
  readonly missing?: () => string | undefined
  /** @param note says what has to be known to repeat it: a seed, a sample. It stands under the table. */
  readonly run: (size: Size, note: (text: string) => void) => Promise<readonly Figure[]>
}

/** A count that has to be nothing. @param examples of what was found, in words: the first of them are shown */
export function none(what: string, examples: readonly string[]): Figure {
  const shown = examples.slice(0, 3).map((example) => example.slice(0, 400))
  const measured = examples.length === 0 ? '0' : `${count(examples.length)}: ${shown.join(' · ')}`
  return { what, measured, goal: '0', met: examples.length === 0 }
}

/** A count that has to be reached. */
export function atLeast(what: string, measured: number, goal: number): Figure {
  return { what, measured: count(measured), goal: `≥ ${count(goal)}`, met: measured >= goal }
}

/** A figure that has to stay below one. */
export function atMost(what: string, measured: number, goal: number, unit = ''): Figure {
  const words = (value: number) => `${count(value)}${unit === '' ? '' : ` ${unit}`}`
  return { what, measured: words(measured), goal: `≤ ${words(goal)}`, met: measured <= goal }
}

/** The same of what a busy machine makes larger. */
export function atMostHere(what: string, measured: number, goal: number, unit: string): Figure {
  return { ...atMost(what, measured, goal, unit), hangsOnTheMachine: true }
}

/** Something to be known, which has no goal. */
export function known(what: string, measured: string): Figure {
  return { what, measured, goal: '–', met: true }
}

export function count(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 })
}
