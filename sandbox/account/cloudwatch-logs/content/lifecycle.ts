import { durations } from '../../ecs/durations.js'
import { fraction } from '../../identity.js'
import type { LoggedTask, LogGroupRecord, LogLine } from '../model.js'
import { errorMoment, pythonMoment } from './moments.js'
import { healthCheck } from './nginx.js'
import { randomFrom } from './random.js'
import { fatalTraceback, startupTraceback } from './tracebacks.js'

/** Milliseconds at speed 1 from the start of a container until it takes requests. */
const starting = 3_500

export function readyAt(task: LoggedTask, speed: number): number {
  return task.startedAt + starting / speed
}

interface Life {
  group: LogGroupRecord
  task: LoggedTask
  speed: number
}

/** What a task writes because of its own life rather than its work: how it starts, suffers and ends. */
export function lifeLines(life: Life): LogLine[] {
  const lines = life.group.kind === 'nginx' ? nginxLife(life) : pythonLife(life)
  return lines.filter(({ at }) => at >= life.task.startedAt).sort((left, right) => left.at - right.at)
}

function pythonLife({ group, task, speed }: Life): LogLine[] {
  const { startedAt, endedAt, behaviour } = task
  const say = (at: number, level: string, text: string): LogLine => ({
    at: Math.floor(at),
    message: `${pythonMoment(Math.floor(at))} ${level} ${text}`,
  })
  const after = (offset: number) => startedAt + offset / speed
  const lines = [
    say(
      after(300),
      'INFO',
      `[app.main] Oh My Coins backend ${task.version} starting (environment ${group.environment})`,
    ),
    say(
      after(900),
      'INFO',
      `[app.db] connecting to postgresql://ohmycoins:Zx9-qP41vLm@${group.prefix}-postgres.internal:5432/app`,
    ),
  ]
  if (behaviour === 'broken') {
    const at = endedAt ?? Number.POSITIVE_INFINITY
    if (Number.isFinite(at)) {
      lines.push(
        say(at - 40 / speed, 'CRITICAL', `[app.main] startup failed\n${startupTraceback(group.prefix)}`),
        say(at - 10 / speed, 'ERROR', '[app.main] Application startup failed. Exiting.'),
      )
    }
    return lines
  }
  lines.push(
    say(after(1_600), 'INFO', '[alembic.runtime.migration] Context impl PostgresqlImpl.'),
    say(after(2_400), 'INFO', '[app.db] database connection pool opened (10 connections)'),
    { at: Math.floor(after(3_000)), message: 'INFO:     Application startup complete.' },
    {
      at: Math.floor(after(3_200)),
      message: 'INFO:     Uvicorn running on http://0.0.0.0:8000 (Press CTRL+C to quit)',
    },
  )
  if (behaviour === 'oom') lines.push(...memoryLines(task, expectedCrash(task, speed), 1_200 / speed, say))
  else if (task.exitCode === 137 && endedAt !== undefined)
    lines.push(...memoryLines(task, endedAt, 10_000 / speed, say))
  if (isFailing(task)) {
    for (const at of failingChecks(task, speed)) {
      lines.push(say(at, 'ERROR', '[app.health] database connection check failed: timeout after 2000 ms'), {
        at: Math.floor(at) + 1,
        message: `INFO:     10.0.1.17:${20_000 + (Math.floor(at) % 40_000)} - "GET /api/v1/health HTTP/1.1" 502 Bad Gateway`,
      })
    }
  }
  if (endedAt === undefined) return lines
  if (task.exitCode === 0) {
    lines.push(
      { at: Math.floor(endedAt - 1_500 / speed), message: 'INFO:     Shutting down' },
      { at: Math.floor(endedAt - 800 / speed), message: 'INFO:     Waiting for application shutdown.' },
      { at: Math.floor(endedAt - 300 / speed), message: 'INFO:     Application shutdown complete.' },
      { at: Math.floor(endedAt - 100 / speed), message: 'INFO:     Finished server process [1]' },
    )
  } else if (task.exitCode !== undefined && task.exitCode !== 137) {
    lines.push(
      say(
        endedAt - 40 / speed,
        'CRITICAL',
        `[app.main] unhandled error, giving up\n${fatalTraceback(group.prefix)}`,
      ),
      say(endedAt - 10 / speed, 'ERROR', `[app.main] exiting with code ${task.exitCode}`),
    )
  }
  return lines
}

type Say = (at: number, level: string, text: string) => LogLine

function memoryLines(task: LoggedTask, end: number, step: number, say: Say): LogLine[] {
  const shares = [71, 84, 93, 98]
  return shares.map((share, index) => {
    const used = Math.round((task.memory * share) / 100)
    const level = share < 90 ? 'WARNING' : 'CRITICAL'
    const at = Math.max(task.startedAt, end - (shares.length - index - 0.5) * step)
    return say(
      at,
      level,
      `[app.memory] memory at ${share} %: rss ${used} MB of ${task.memory} MB, price cache not evicted`,
    )
  })
}

/** When ECS will see a container die that dies by itself: the same arithmetic as where it is started. */
function expectedCrash(task: LoggedTask, speed: number): number {
  return task.endedAt ?? task.startedAt + (durations.untilCrash * (0.9 + 0.2 * fraction(task.id))) / speed
}

function isFailing(task: LoggedTask): boolean {
  return task.behaviour === 'unhealthy' || task.isUnhealthy
}

/** A version that never gets healthy fails from its start; a task that became unhealthy fails shortly before its end. */
function failingChecks(task: LoggedTask, speed: number): number[] {
  const step = 10_000 / speed
  const end = task.stoppingAt
  if (task.behaviour !== 'unhealthy') {
    return end === undefined ? [] : [end - 1_800 / speed, end - 1_200 / speed, end - 600 / speed]
  }
  const checks: number[] = []
  // ECS gives up after a minute or so; nothing runs unhealthy for longer than an hour.
  for (
    let at = task.startedAt + step / 2;
    checks.length < 360 && at < (end ?? Number.POSITIVE_INFINITY);
    at += step
  ) {
    checks.push(at)
  }
  return checks
}

function nginxLife({ group, task, speed }: Life): LogLine[] {
  const { startedAt, endedAt, behaviour } = task
  const notice = (at: number, level: string, text: string): LogLine => ({
    at: Math.floor(at),
    message: `${errorMoment(at)} [${level}] 1#1: ${text}`,
  })
  const after = (offset: number) => startedAt + offset / speed
  const lines: LogLine[] = [
    {
      at: Math.floor(after(200)),
      message: '/docker-entrypoint.sh: Configuration complete; ready for start up',
    },
  ]
  if (behaviour === 'broken') {
    if (endedAt === undefined) return lines
    const text = `host not found in upstream "${group.prefix}-api.internal" in /etc/nginx/conf.d/default.conf:14`
    return [...lines, notice(endedAt - 20 / speed, 'emerg', text)]
  }
  lines.push(
    notice(after(500), 'notice', 'nginx/1.29.3'),
    notice(after(600), 'notice', 'start worker processes'),
  )
  if (behaviour === 'oom' || task.exitCode === 137) {
    const end = behaviour === 'oom' ? expectedCrash(task, speed) : endedAt
    if (end !== undefined) {
      lines.push(
        notice(end - 1_500 / speed, 'crit', 'ngx_slab_alloc() failed: no memory in cache keys zone "prices"'),
        notice(end - 500 / speed, 'alert', 'worker process 29 exited on signal 9'),
      )
    }
  }
  if (isFailing(task)) {
    const random = randomFrom(`${task.id}/failing`)
    for (const at of failingChecks(task, speed)) lines.push(healthCheck(Math.floor(at), 502, random))
  }
  if (endedAt === undefined) return lines
  if (task.exitCode === 0) {
    lines.push(
      notice(endedAt - 900 / speed, 'notice', 'signal 3 (SIGQUIT) received, shutting down'),
      notice(endedAt - 100 / speed, 'notice', 'exit'),
    )
  } else if (task.exitCode !== undefined && task.exitCode !== 137) {
    lines.push(
      notice(endedAt - 20 / speed, 'alert', `worker process 29 exited with fatal code ${task.exitCode}`),
    )
  }
  return lines
}
