/** What a web server or an application says of one request. */
export interface Request {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly milliseconds?: number
}

/** Bounded, so that no line makes the search for a match long. */
const longestPath = 2_000
const methods = 'GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT|TRACE|PROPFIND'

/**
 * nginx, Apache and gunicorn: `10.0.1.5 - - [20/Nov/2026:10:00:00 +0000] "GET /x HTTP/1.1" 502 157 "-" "curl"`; uvicorn:
 * `INFO:     10.0.1.5:40312 - "GET /x HTTP/1.1" 200 OK`; applications' own: `[app.api] GET /x 200 response_time: 25 ms`.
 */
const requestLine = new RegExp(
  `(?:^|[\\s"])(${methods}) ([^\\s"]{1,${longestPath}})(?: HTTP/[\\d.]{1,4})?"? (\\d{3})(?![\\d.])`,
)
/**
 * A load balancer's: `http 2026-11-20T10:00:00.123456Z app/x/50dc6c495c0c9188 10.0.1.5:40312 10.0.2.7:8000 0.001 0.025 0.000 502 502 34 366 "GET
 * http://x.example:80/api HTTP/1.1" …`: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
 */
const balancerLine = new RegExp(
  `^(?:https?|h2|grpcs|wss?) \\S{20,40} app/\\S{1,120} \\S{1,60} \\S{1,60} (-?\\d\\S{0,12}) (-?\\d\\S{0,12}) (-?\\d\\S{0,12}) (\\d{3}) \\S{1,5} \\d+ \\d+ "(${methods}) https?://[^/\\s"]{1,300}(/[^\\s"]{0,${longestPath}})`,
)
const duration = /(?:^|[\s:=(])(\d{1,9}(?:\.\d{1,9})?) ?ms\b/

/** The request in a line of an access log; undefined for any other line. */
export function requestIn(line: string): Request | undefined {
  const balanced = balancerLine.exec(line.slice(0, longestPath * 2))
  if (balanced !== null) return balancedRequest(balanced)
  const found = requestLine.exec(line.slice(0, longestPath * 2))
  if (found === null) return undefined
  const [, method = '', path = '', status = ''] = found
  if (!/^[1-5]/.test(status)) return undefined
  const rest = line.slice(found.index + found[0].length)
  const milliseconds = duration.exec(rest.slice(0, 200))?.[1]
  return {
    method,
    path,
    status: Number(status),
    ...(milliseconds === undefined ? {} : { milliseconds: Number(milliseconds) }),
  }
}

function balancedRequest([
  ,
  before,
  target,
  after,
  status,
  method = '',
  path = '',
]: readonly string[]): Request {
  // -1: the target never answered.
  const seconds = [before, target, after].reduce((sum, part) => sum + Math.max(0, Number(part)), 0)
  return { method, path, status: Number(status), milliseconds: Math.round(seconds * 1_000) }
}

/** The arrow keeps the status apart from the numbers in a path. */
export function wordsForRequest(
  method: string,
  path: string,
  status: number | undefined,
  duration?: string,
): string {
  const parts = [method, path, ...(status === undefined ? [] : [`→ ${status}`])]
  const request = parts.filter((part) => part !== '').join(' ')
  return duration === undefined ? request : `${request} · ${duration}`
}
