import { type LogLevel, logLevels } from '../core/logs.js'

/** Words for levels as loggers write them, by their beginnings in lower case. */
const words: readonly (readonly [RegExp, LogLevel])[] = [
  [/^(?:fatal|crit(?:ical)?|panic|alert|emerg(?:ency)?)$/, 'fatal'],
  [/^(?:err|error|severe)$/, 'error'],
  [/^warn(?:ing)?$/, 'warning'],
  [/^(?:info|information|informational|notice|log)$/, 'info'],
  [/^(?:debug|trace|verbose|fine|finer|finest)$/, 'debug'],
]

export function levelOfWord(word: string): LogLevel | undefined {
  const wanted = word.trim().toLowerCase()
  return words.find(([pattern]) => pattern.test(wanted))?.[1]
}

/** Numbers of pino and bunyan: https://getpino.io/#/docs/api?id=loggerlevel-string-gettersetter */
export function levelOfNumber(number: number): LogLevel | undefined {
  if (!Number.isFinite(number) || number < 10) return undefined
  if (number >= 60) return 'fatal'
  if (number >= 50) return 'error'
  if (number >= 40) return 'warning'
  return number >= 30 ? 'info' : 'debug'
}

/** Numbers of Python's logging: https://docs.python.org/3/library/logging.html#logging-levels */
export function levelOfPythonNumber(number: number): LogLevel | undefined {
  return levelOfNumber(number + 10)
}

/** What the answer to a request says: 5xx error, 4xx warning. */
export function levelOfStatus(status: number): LogLevel | undefined {
  if (status >= 500 && status <= 599) return 'error'
  return status >= 400 && status <= 499 ? 'warning' : undefined
}

export function worse(left: LogLevel | undefined, right: LogLevel | undefined): LogLevel | undefined {
  if (left === undefined || right === undefined) return left ?? right
  return logLevels.indexOf(left) < logLevels.indexOf(right) ? left : right
}

/** Loggers write the level near the beginning. */
const head = 160

const capital =
  /(?:^|[\s[({|<:,-])(TRACE|DEBUG|VERBOSE|INFO|NOTICE|WARN|WARNING|ERR|ERROR|SEVERE|CRIT|CRITICAL|FATAL|PANIC|ALERT|EMERG)(?=$|[\s\])}|>:,-])/
const bracketed = /[[(<]\s{0,4}([a-z]{3,9})\s{0,4}[\])>]/g
const named = /\b(?:level|severity|lvl|levelname)\s?[=:]\s?"?([a-z]{3,11})\b/i
const leading = /^(?:[\d\-T:.,/Z+ ]{8,40})?([a-z]{3,9}):\s/
/** A Python or JavaScript exception that stands by itself: `KeyError: 'price'`, `sqlalchemy.exc.OperationalError: …`. */
const exception =
  /^(?:Uncaught |Unhandled )?(?:[\w$]{1,80}[.:]{1,2}){0,12}[A-Z][\w$]{0,80}(?:Error|Exception)(?::|$)/

/** The level of a line of plain text, from where loggers write it; undefined where it says none. */
export function levelOfText(text: string): LogLevel | undefined {
  const line = text.slice(0, head)
  const word = capital.exec(line)?.[1] ?? named.exec(line)?.[1]
  const found = word === undefined ? undefined : levelOfWord(word)
  if (found !== undefined) return found
  for (const [, candidate = ''] of line.matchAll(bracketed)) {
    const level = levelOfWord(candidate)
    if (level !== undefined) return level
  }
  const begins = leading.exec(line)?.[1]
  const level = begins === undefined ? undefined : levelOfWord(begins)
  if (level !== undefined) return level
  if (line.startsWith('panic: ')) return 'fatal'
  return exception.test(line.trimStart()) ? 'error' : undefined
}

/**
 * A filter pattern of CloudWatch that lets through every line that the functions above call an error or worse, and few others: it saves
 * bytes, and each line is looked at again. Only characters that CloudWatch's regular expressions allow:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export const errorPattern = `%${[
  ...['err', 'crit', 'fatal', 'panic', 'alert', 'emerg', 'severe', 'exception', 'traceback'].map(anyCase),
  '[eE][vV][eE].*[4-9][0-9]',
  '[tT][aA][tT][uU][sS].*5[0-9][0-9]',
  '\\s5[0-9][0-9]',
].join('|')}%`

/** `[eE][rR][rR]`: CloudWatch's expressions know no flag for it. */
export function anyCase(word: string): string {
  return word.replace(/[a-z]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`)
}
