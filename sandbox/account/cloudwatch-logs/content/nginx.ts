import type { LoggedTask, LogGroupRecord, LogLine } from '../model.js'
import { accessMoment, errorMoment } from './moments.js'
import { about, momentsOf, type Random, randomFrom } from './random.js'
import { linesOfTask } from './volume.js'

const agents = [
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/26.1 Safari/605.1.15',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/148.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148',
] as const

const files = [
  ['/', 1834],
  ['/assets/index-4f2a91c0.js', 214_811],
  ['/assets/index-b81d02e7.css', 38_240],
  ['/assets/logo.svg', 2_911],
  ['/portfolio', 1834],
  ['/coins/BTC', 1834],
  ['/manifest.webmanifest', 512],
] as const

/** What the frontend's nginx writes in one minute, oldest first. */
export function nginxMinute(group: LogGroupRecord, task: LoggedTask, minute: number): LogLine[] {
  const random = randomFrom(`${task.id}/${minute}`)
  const count = about(linesOfTask(group, task.service, minute), random)
  const lines = momentsOf(minute, count, random).map((at) =>
    random.next() < 0.012 ? errorLine(group, at, random) : accessLine(group, at, random),
  )
  const offset = Number.parseInt(task.id.slice(0, 4), 16) % 10_000
  for (let check = 0; check < 6; check += 1) {
    lines.push(healthCheck(minute + offset + check * 10_000, 200, random))
  }
  return lines.sort((left, right) => left.at - right.at)
}

function accessLine(group: LogGroupRecord, at: number, random: Random): LogLine {
  const [file, size] = random.pick(files)
  const isCached = random.next() < 0.35
  const isMissing = random.next() < 0.02
  const status = isMissing ? 404 : isCached ? 304 : 200
  const host = `https://${group.environment}.ohmycoins.example/`
  return {
    at,
    message:
      `10.0.${random.whole(1, 2)}.${random.pick([17, 94])} - - [${accessMoment(at)}] ` +
      `"GET ${isMissing ? '/wp-login.php' : file} HTTP/1.1" ${status} ${isMissing ? 153 : isCached ? 0 : size} ` +
      `"${host}" "${random.pick(agents)}" "203.0.113.${random.whole(2, 250)}"`,
  }
}

function errorLine(group: LogGroupRecord, at: number, random: Random): LogLine {
  const start = `${errorMoment(at)} [error] 29#29: *${random.whole(1000, 90_000)}`
  const client = `client: 10.0.1.17, server: _, request:`
  const host = `host: "${group.environment}.ohmycoins.example"`
  const message = random.pick([
    `${start} open() "/usr/share/nginx/html/favicon.ico" failed (2: No such file or directory), ${client} "GET /favicon.ico HTTP/1.1", ${host}`,
    `${start} upstream timed out (110: Connection timed out) while reading response header from upstream, ${client} "GET /api/v1/prices HTTP/1.1", upstream: "http://10.0.0.${random.whole(10, 60)}:8000/api/v1/prices", ${host}`,
  ])
  return { at, message }
}

export function healthCheck(at: number, status: number, random: Random): LogLine {
  return {
    at,
    message:
      `10.0.${random.whole(1, 2)}.${random.pick([17, 94])} - - [${accessMoment(at)}] "GET / HTTP/1.1" ${status} ` +
      `${status === 200 ? 1834 : 157} "-" "ELB-HealthChecker/2.0" "-"`,
  }
}
