import { type LogLevel, logLevels } from '../core/logs.js'

/** Words for levels as loggers write them, in lower case; the short ones are those of logrus, Serilog, zerolog and .NET's console. */
const words: readonly (readonly [RegExp, LogLevel])[] = [
  [/^(?:fatal|fata|ftl|crit(?:ical)?|d?panic|pani|pnc|alert|emerg(?:ency)?)$/, 'fatal'],
  [/^(?:err|erro|error|severe|fail)$/, 'error'],
  [/^(?:warn(?:ing)?|wrn)$/, 'warning'],
  [/^(?:info|inf|information|informational|notice|log|success)$/, 'info'],
  [
    /^(?:debug|debu|dbug|dbg|trace|trac|trce|trc|verbose|vrb|silly|config|fine|finer|finest|deprecated)$/,
    'debug',
  ],
]

/** `ERROR+2` is Go's slog: between error and whatever is above it. */
export function levelOfWord(word: string): LogLevel | undefined {
  const wanted = word
    .trim()
    .toLowerCase()
    .replace(/[+-]\d{1,2}$/, '')
  return words.find(([pattern]) => pattern.test(wanted))?.[1]
}

type Scale = readonly (readonly [least: number, level: LogLevel])[]

/** https://getpino.io/#/docs/api?id=loggerlevel-string-gettersetter, and bunyan */
const pino: Scale = [
  [60, 'fatal'],
  [50, 'error'],
  [40, 'warning'],
  [30, 'info'],
  [10, 'debug'],
]
/** https://github.com/Seldaek/monolog/blob/main/doc/01-usage.md#log-levels */
const monolog: Scale = [
  [500, 'fatal'],
  [400, 'error'],
  [300, 'warning'],
  [200, 'info'],
  [100, 'debug'],
]
/** `level_value` of logback and log4j: https://logback.qos.ch/apidocs/ch.qos.logback.classic/ch/qos/logback/classic/Level.html */
const logback: Scale = [
  [50_000, 'fatal'],
  [40_000, 'error'],
  [30_000, 'warning'],
  [20_000, 'info'],
  [1_000, 'debug'],
]
/** https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#logseverity */
const google: Scale = [
  [600, 'fatal'],
  [500, 'error'],
  [400, 'warning'],
  [200, 'info'],
  [100, 'debug'],
]
/** https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber */
const telemetry: Scale = [
  [21, 'fatal'],
  [17, 'error'],
  [13, 'warning'],
  [9, 'info'],
  [1, 'debug'],
]

function onScale(scale: Scale, number: number): LogLevel | undefined {
  return scale.find(([least]) => number >= least)?.[1]
}

/** A number under a name such as `level`, told apart by its size: pino and bunyan 10 to 99, Monolog from 100 on, logback from 1,000 on. */
export function levelOfNumber(number: number): LogLevel | undefined {
  if (number >= 1_000) return onScale(logback, number)
  return onScale(number >= 100 ? monolog : pino, number)
}

/** A number under `severity`: syslog's up to 7, Google's from 100 on. */
export function levelOfSeverity(number: number): LogLevel | undefined {
  if (number >= 100) return onScale(google, number)
  return number < 10 ? levelOfSyslog(number) : onScale(pino, number)
}

/** The severities of syslog, 0 is the worst: RFC 5424, section 6.2.1. */
export function levelOfSyslog(number: number): LogLevel | undefined {
  if (!Number.isInteger(number) || number < 0 || number > 7) return undefined
  if (number <= 2) return 'fatal'
  if (number <= 4) return number === 3 ? 'error' : 'warning'
  return number === 7 ? 'debug' : 'info'
}

/** Numbers of OpenTelemetry, 1 to 24. */
export function levelOfTelemetry(number: number): LogLevel | undefined {
  return number > 24 ? undefined : onScale(telemetry, number)
}

/** Numbers of Python's logging: https://docs.python.org/3/library/logging.html#logging-levels */
export function levelOfPythonNumber(number: number): LogLevel | undefined {
  return onScale(pino, number + 10)
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
