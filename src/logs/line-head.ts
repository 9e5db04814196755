const isoTime = String.raw`\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d{1,9})?\s?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)?`
const clockTime = String.raw`\d\d:\d\d:\d\d(?:[.,]\d{1,9})?|\d{1,2}:\d\d[AP]M`
/** PHP, syslog, Apache. */
const dayTime = String.raw`\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d(?: [A-Z][\w/]{1,30})?|(?:[A-Z][a-z]{2} )?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,6})?(?: \d{4})?`
const timeHead = new RegExp(String.raw`^\s*[[(]?(?:${isoTime}|${clockTime}|${dayTime})[\])]?[\s|:-]*`)
const levelHead =
  /^[[(<|]?\s{0,4}(?:TRACE|DEBUG|VERBOSE|INFO|NOTICE|WARN|WARNING|ERR|ERROR|SEVERE|CRIT|CRITICAL|FATAL|VRB|DBG|INF|WRN|FTL|LOG|trace|debug|info|notice|warn|warning|error|crit|alert|emerg)\s{0,12}(?:[\])>|]:?|:|\s[|-]|(?=\s))\s*/

/** What stands between time, level and message where a logger of its own kind wrote it: taken off once, the first that fits. */
const heads: readonly RegExp[] = [
  // klog: `E1120 10:00:00.123456       1 reflector.go:147] `
  /^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d{6}\s+\d+ \S{1,120}:\d+\] /,
  // logrus: `WARN[0007] `
  /^(?:TRAC|DEBU|INFO|WARN|ERRO|FATA|PANI)\[\d{4,}\]\s?/,
  // Ruby: `E, [2026-11-20T10:00:00.123456 #7] ERROR -- : `
  /^[DIWEFA], \[\d{4}[^\]]{1,60}\]\s+[A-Z]{3,7} -- [^:]{0,60}: /,
  // Monolog and Laravel: `[2026-11-20 10:00:00] production.ERROR: `
  /^\[\d{4}-\d\d-\d\d[^\]]{1,40}\] [\w.-]{1,60}\.[A-Z]{4,9}: /,
  // Rust's env_logger: `[2026-11-20T10:00:00Z ERROR app::db] `
  /^\[\d{4}-\d\d-\d\dT\S{1,20}\s+(?:TRACE|DEBUG|INFO|WARN|ERROR)\s+[\w:.-]{1,80}\] /,
  // Celery: `[2026-11-20 10:00:00,123: ERROR/ForkPoolWorker-1] `
  /^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}: [A-Z]{4,8}\/[^\]]{1,60}\] /,
  // Lambda: time, request, level.
  /^\d{4}-\d\d-\d\dT\S{1,20}Z\t[\w-]{1,40}\t[A-Z]{4,5}\t/,
  // .NET's console, whose message is the next line: `fail: App.Prices[0]`
  /^(?:trce|dbug|info|warn|fail|crit): \S{1,200}\[\d+\]\s*\n\s*/,
  // PHP, also within a line of php-fpm's.
  /^.{0,200}?\bPHP (?:message: PHP )?(?:Fatal error|Parse error|Recoverable fatal error|Warning|Notice|Deprecated|Strict Standards):\s+(?:Uncaught )?/,
  // Redis: `1:M 20 Nov 2026 10:00:00.123 # `
  /^\d+:[XCSM] \d\d? [A-Z][a-z]{2} (?:\d{4} )?\d\d:\d\d:\d\d\.\d{3} [.*#-] /,
  // syslog: `<11>1 `
  /^<\d{1,3}>(?:1 )?/,
]
/** After time and level. nginx: `29#29: *54565 `. Spring: `1 --- [nio-8080-exec-1] o.a.c.Dispatcher : `. PostgreSQL: `[27] LOG:  `. */
const afterLevel: readonly RegExp[] = [
  /^\d+#\d+: (?:\*\d+ )?/,
  /^\d+ --- (?:\[[^\]]{0,60}\] ?){1,3}\S{1,120}\s+: /,
  /^\[\d+\] (?:LOG|ERROR|FATAL|PANIC|WARNING|DETAIL|HINT|STATEMENT|NOTICE):\s+/,
]

/** What Laravel puts behind its message: the same again, with frames. */
const laravelContext = / \{"exception":"\[object\].*$/s

/** Without the time and level at its beginning: they have columns of their own. */
export function withoutHead(text: string): string {
  const special = heads.find((pattern) => pattern.test(text))
  const rest = special === undefined ? afterTime(text) : text.replace(special, '').replace(laravelContext, '')
  return rest.trim() === '' ? text : rest
}

function afterTime(text: string): string {
  const rest = text.replace(timeHead, '').replace(levelHead, '')
  const after = afterLevel.find((pattern) => pattern.test(rest))
  return after === undefined ? rest : rest.replace(after, '')
}
