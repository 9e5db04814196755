import type { Grep, LogLine } from '../core/logs.js'
import { anyCase } from './error-pattern.js'
import { createExpression } from './expression.js'

/** Says of each line whether it is looked for. Close it when it is not needed any more. */
export interface Matcher {
  /** @throws UserError `grep-too-slow` where a regular expression takes too long */
  matches(lines: readonly LogLine[]): Promise<readonly boolean[]>
  close(): Promise<void>
}

/**
 * Looks in what people are shown, never in what was masked: otherwise the letters of a secret could be found out one by one.
 */
export function createMatcher(grep: Grep | undefined): Matcher {
  if (grep === undefined)
    return { matches: async (lines) => lines.map(() => true), close: async () => undefined }
  if (grep.kind === 'expression') {
    const expression = createExpression(grep)
    return { matches: (lines) => expression.test(lines.map(searched)), close: expression.close }
  }
  const wanted = grep.text.toLowerCase()
  return {
    matches: async (lines) => lines.map((line) => searched(line).toLowerCase().includes(wanted)),
    close: async () => undefined,
  }
}

/** The event as it is, and where a JSON line writes it differently, its message. */
function searched({ whole, message }: LogLine): string {
  return whole.includes(message) ? whole : `${message}\n${whole}`
}

/** Fewer letters than this sort out too little to be worth it. */
const leastLetters = 3
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html#CWL-FilterLogEvents-request-filterPattern */
const longestPattern = 1_024

/**
 * A text as a filter pattern of CloudWatch, so that AWS sends less. It lets through every event that has the text in any case, and some
 * more: terms in CloudWatch distinguish case and end at words, so it is a regular expression there, in which whatever its syntax does not
 * know, or JSON writes in another way, stands for anything. Undefined where too little is left to look for.
 */
export function patternFor(grep: Grep | undefined): string | undefined {
  if (grep?.kind !== 'text') return undefined
  const [longest = ''] = (grep.text.match(/[a-z0-9_ -]+/gi) ?? []).toSorted(
    (left, right) => right.length - left.length,
  )
  const text = longest.trim()
  if (text.length < leastLetters) return undefined
  let pattern = ''
  for (const character of text) {
    const piece = character === ' ' ? '\\s' : anyCase(character)
    if (pattern.length + piece.length + 2 > longestPattern) break
    pattern += piece
  }
  return `%${pattern}%`
}
