import type { LogLevel } from '../core/logs.js'
import { levelOfSyslog, levelOfWord } from './levels.js'

/** Loggers write the level near the beginning. */
const head = 160

/** Where a logger of its own kind writes its level: first match wins, the word or letter is in the first group. */
const heads: readonly RegExp[] = [
  // klog and glog: `E1120 10:00:00.123456       1 reflector.go:147] …`
  /^([IWEF])\d{4} \d\d:\d\d:\d\d\.\d{6}\s+\d+ \S{1,120}:\d+\] /,
  // logrus in a terminal: `WARN[0007] …`
  /^(TRAC|DEBU|INFO|WARN|ERRO|FATA|PANI)\[\d{4,}\]/,
  // Ruby: `E, [2026-11-20T10:00:00.123456 #7] ERROR -- : …`
  /^([DIWEFA]), \[\d{4}-\d\d-\d\d/,
  // Monolog's lines, Laravel's: `[2026-11-20 10:00:00] production.ERROR: …`
  /^\[\d{4}-\d\d-\d\d[^\]]{1,40}\] [\w.-]{1,60}\.([A-Z]{4,9}): /,
  // .NET's console: `fail: App.Prices[0]`
  /^(trce|dbug|info|warn|fail|crit): \S/,
  // Serilog and zerolog: `[10:00:00 ERR] …`, `10:00AM ERR …`
  /^\[?[\dT:.,+Z-]{5,30}(?: ?[AP]M)?(?: [\dT:.,+Z-]{8,20})? \[?(VRB|TRC|DBG|INF|WRN|ERR|FTL|PNC)\b/,
]
const letters: Readonly<Record<string, LogLevel>> = {
  D: 'debug',
  I: 'info',
  W: 'warning',
  E: 'error',
  F: 'fatal',
  A: 'info',
}

/** PHP's own: `PHP Fatal error:  Uncaught …`, also within a line of php-fpm's. */
const php =
  /(?:\bPHP |^)(Fatal error|Parse error|Recoverable fatal error|Warning|Notice|Deprecated|Strict Standards): .{0,2000}(?:\bin \S|$)/
const phpLevels: Readonly<Record<string, LogLevel>> = {
  'Fatal error': 'fatal',
  'Parse error': 'fatal',
  'Recoverable fatal error': 'fatal',
  Warning: 'warning',
  Notice: 'info',
  Deprecated: 'debug',
  'Strict Standards': 'debug',
}
/** RFC 5424 and sd-daemon: `<3>…`; the severity is the rest of a division by 8. */
const priority = /^<(\d{1,3})>/
/** Redis: `1:M 20 Nov 2026 10:00:00.123 # …` */
const redis = /^\d+:[XCSM] \d\d? [A-Z][a-z]{2} (?:\d{4} )?\d\d:\d\d:\d\d\.\d{3} ([.*#-]) /
const redisLevels: Readonly<Record<string, LogLevel>> = {
  '.': 'debug',
  '-': 'debug',
  '*': 'info',
  '#': 'warning',
}

const capital =
  /(?:^|[\s[({|<:,-])(TRACE|DEBUG|VERBOSE|INFO|NOTICE|WARN|WARNING|ERR|ERROR|SEVERE|CRIT|CRITICAL|FATAL|PANIC|ALERT|EMERG|LOG(?=:))(?=$|[\s\])}|>:,!/-])/
const bracketed = /[[(<]\s{0,4}(?:\w{1,20}:)?([a-z]{3,9})\s{0,4}[\])>]/g
const named = /\b(?:level|severity|lvl|levelname)\s?[=:]\s?"?([a-z]{3,11})\b/i
const leading = /^(?:[\d\-T:.,/Z+ ]{8,40})?([a-z]{3,9}):\s/
/** A Python or JavaScript exception that stands by itself: `KeyError: 'price'`, `sqlalchemy.exc.OperationalError: …`. */
const exception =
  /^(?:Uncaught |Unhandled |Unhandled exception\. )?(?:[\w$]{1,80}[.:]{1,2}){0,12}[A-Z][\w$]{0,80}(?:Error|Exception)(?::|$)/
/** A program that ends: Go and Rust. */
const dying = /^(?:panic: |fatal error: |thread 'main' (?:\(\d+\) )?panicked at )/
const panicked = /: panic serving |^thread '[^']{0,60}' (?:\(\d+\) )?panicked at /

/** The level of a line of plain text, from where loggers write it; undefined where it says none. */
export function levelOfText(text: string): LogLevel | undefined {
  const line = text.slice(0, head)
  const said = levelOfHead(line)
  if (said !== undefined) return said
  if (dying.test(line)) return 'fatal'
  if (panicked.test(line)) return 'error'
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
  return exception.test(line.trimStart()) ? 'error' : undefined
}

function levelOfHead(line: string): LogLevel | undefined {
  const priorityIn = priority.exec(line)?.[1]
  if (priorityIn !== undefined && Number(priorityIn) <= 191) return levelOfSyslog(Number(priorityIn) % 8)
  const ofPhp = php.exec(line)?.[1]
  if (ofPhp !== undefined) return phpLevels[ofPhp]
  const ofRedis = redis.exec(line)?.[1]
  if (ofRedis !== undefined) return redisLevels[ofRedis]
  for (const pattern of heads) {
    const found = pattern.exec(line)?.[1]
    if (found !== undefined) return letters[found] ?? levelOfWord(found)
  }
  return undefined
}
