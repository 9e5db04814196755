import { invalidPattern } from './invalid.js'

/** What may stand behind a backslash: classes, `\\xhh`, and characters that would mean something else. */
const unknownEscape = /\\(?:(?![dDsSwW^$?[\]{}|\\*+./_#=@:;,-]|x[0-9A-Fa-f]{2}).|$)/
/** JavaScript would take these for a lazy or a possessive repetition. */
const doubled = /(?<!\\)[*+?}][?+]/

/**
 * A regular expression of a filter pattern: a subset without groups, boundaries and lazy repetitions, as AWS documents it:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/regex-expressions.html
 */
export function regexOf(source: string): RegExp {
  const unsupported = /[^A-Za-z0-9 :_#=@/;,^$?[\]{}|\\*+.-]/.exec(source)
  if (unsupported !== null) {
    throw invalidPattern(`the regular expression contains the unsupported character '${unsupported[0]}'`)
  }
  const escape = unknownEscape.exec(source)
  if (escape !== null)
    throw invalidPattern(`the regular expression contains the unsupported escape '${escape[0]}'`)
  if (doubled.test(source)) throw invalidPattern('the regular expression repeats a repetition')
  try {
    return new RegExp(source)
  } catch (error) {
    throw invalidPattern(error instanceof Error ? error.message : String(error))
  }
}

/** Quotas, Filter pattern syntax. */
const mostRegexes = 2

export function checkNumber(regexes: number): void {
  if (regexes > mostRegexes) throw invalidPattern(`it has more than ${mostRegexes} regular expressions`)
}
