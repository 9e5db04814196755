import pino from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { logs } from '../../commands/logs.js'
import type { Config } from '../../src/config/config.js'
import type { Caller } from '../../src/core/caller.js'
import { systemClock } from '../../src/core/clock.js'
import type { LogsAnswer } from '../../src/core/logs.js'
import { createDispatch, type Dispatch, type DispatchOptions } from '../../src/dispatch/dispatch.js'
import { mostCalls } from '../../src/logs/read-logs.js'
import { production, type Room, staging, startRoom } from '../aws/environment.js'
import { hostileLines } from '../logs/hostile-lines.js'
import { authorityOf } from '../access/authority.js'

const service = 'ohmycoins-staging-backend'
const config = {
  environments: [
    { ...staging, logGroups: { backend: '/ecs/ohmycoins-staging/backend', frontend: '/ecs/gone' } },
    production,
  ],
  defaultEnvironment: 'staging',
  channels: { operations: 'devops', alerts: 'alerts', incidents: 'incidents' },
  grants: [],
  everyone: 'viewer',
  freezes: [],
  timeZone: 'Australia/Sydney',
  agents: [],
  terminalUsers: {},
} as unknown as Config
const person: Caller = { id: 'U0VIEWER', name: 'vic', origin: 'command', place: { channel: 'C0DEVOPS' } }

let room: Room
let dispatch: Dispatch

beforeAll(async () => {
  room = await startRoom()
  const options: Partial<DispatchOptions> = {
    commands: [logs],
    config,
    aws: room.awsFor,
    clock: systemClock,
    logger: pino({ level: 'silent' }),
    authority: authorityOf(config),
  }
  dispatch = createDispatch(options as DispatchOptions)
})
afterAll(() => room.stop())
afterEach(() => room.account.faults.clear())

const write = (line: string, at?: number) =>
  room.account.world.writeLog(service, line, at === undefined ? {} : { at })
const answer = async (typed: string) => (await dispatch.run(typed, person)).data as unknown as LogsAnswer

describe('what is answered', () => {
  test('is at most as many lines as were asked for, newest first', async () => {
    const { lines } = await answer('logs backend --limit 7')
    expect(lines).toHaveLength(7)
    expect(lines.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).toSorted((a, b) => b - a))
  })

  test('is the same as data: what --json prints', async () => {
    const reply = await dispatch.run('logs backend', person)
    expect(reply.data).toEqual(JSON.parse(JSON.stringify(reply.data)))
    expect(reply.data).toMatchObject({ environment: 'staging', service: 'backend', zone: 'Australia/Sydney' })
  })

  test('takes no more calls than it may, whatever is looked for', async () => {
    room.account.calls.reset()
    await answer('logs backend --grep /never-written/ --since 30d')
    expect(room.account.calls.count('FilterLogEvents')).toBeLessThanOrEqual(mostCalls)
  })

  test.each([
    'logs backend',
    'logs backend --since 2h',
    'logs backend --level error',
    'logs backend --grep order',
  ])('takes two calls at most: %s', async (typed) => {
    write('ERROR order 17 was not stored')
    room.account.calls.reset()
    const { lines, looked, at } = await answer(`${typed} --limit 20`)
    expect(room.account.calls.count('FilterLogEvents')).toBeLessThanOrEqual(2)
    expect(lines.map(({ message }) => message)).toContain('order 17 was not stored')
    expect(looked.to).toBeGreaterThanOrEqual(at - 1_000)
  })

  test('leaves good health checks out, counts them, and finds them where somebody looks for them', async () => {
    write('INFO:     10.0.1.5:1 - "GET /folded/health HTTP/1.1" 200 OK')
    write('INFO:     10.0.1.5:1 - "GET /folded/health HTTP/1.1" 503 Service Unavailable')
    const { lines, healthChecks } = await answer('logs backend --limit 30')
    const folded = lines.filter(({ message }) => message.includes('/folded/health'))
    expect(folded.map(({ message }) => message)).toEqual(['GET /folded/health → 503'])
    expect(lines.filter((line) => line.healthCheck)).toEqual([])
    expect(healthChecks).toBeGreaterThan(0)
    const looked = await answer('logs backend --grep folded/health')
    expect(looked.lines).toHaveLength(2)
    expect(looked.healthChecks).toBe(0)
  })

  test('may reach back to the beginning of time', async () => {
    const reply = await dispatch.run('logs backend --since 999999d --grep never-written', person)
    expect(reply.failed).toBeUndefined()
    expect(reply.message.text).toContain('no lines')
  })

  test('asks AWS for matching lines only, where a text is looked for', async () => {
    write('ERROR one Needle among many')
    room.account.calls.reset()
    const { lines } = await answer('logs backend --grep needle --limit 1')
    expect(lines[0]?.message).toBe('one Needle among many')
    expect(room.account.calls.of('FilterLogEvents')[0]?.input).toMatchObject({
      filterPattern: '%[nN][eE][eE][dD][lL][eE]%',
    })
  })

  test('asks AWS for the streams of one task only', async () => {
    const [task] = room.account.world.tasks(service)
    room.account.calls.reset()
    const { lines } = await answer(`logs backend --task ${task?.id.slice(0, 8)}`)
    expect(lines.length).toBeGreaterThan(0)
    expect(new Set(lines.map((line) => line.task))).toEqual(new Set([task?.id]))
    expect(room.account.calls.of('FilterLogEvents')[0]?.input).toMatchObject({
      logStreamNamePrefix: `ecs/backend/${task?.id.slice(0, 8)}`,
    })
  })

  test('counts errors of the last quarter of an hour, however many lines came after', async () => {
    write('CRITICAL the one that matters', Date.now() - 14 * 60_000)
    for (let index = 0; index < 60; index += 1) write(`INFO nothing to see ${index}`)
    const { errors, lines } = await answer('logs backend --limit 10')
    expect(lines).toHaveLength(10)
    expect(errors.map(({ message }) => message)).toContain('the one that matters')
  })

  test('in the terminal is every line, without buttons and without a file', async () => {
    const reply = await dispatch.run('logs backend --limit 60', { ...person, origin: 'terminal' })
    expect(reply.message.text.split('\n').length).toBeGreaterThan(60)
    expect(reply.message.blocks.some(({ type }) => type === 'actions')).toBe(false)
  })
})

describe('what is refused', () => {
  test.each([
    ['logs backend production', 'log-group-unconfigured', 'environments.production.logGroups.backend'],
    ['logs frontend', 'log-group-missing', '/ecs/gone'],
    ['logs backend --since 2h --until 3h', 'span-empty', '--since'],
    ['logs backend --since yesterday', 'moment-invalid', '15m'],
    ['logs backend --limit 0', 'number-out-of-range', '1,000'],
    ['logs backend --limit many', 'number-invalid', '1,000'],
    ['logs backend --level eror', 'level-unknown', 'error'],
    ['logs backend --task xyz', 'task-invalid', '4 characters'],
    ['logs backend --grep /(/', 'grep-invalid', 'or an expression, `--grep /time(d )?out/i`'],
    ['logs backend --grep ""', 'grep-missing', '--grep'],
    [`logs backend --grep ${'x'.repeat(201)}`, 'grep-too-long', '200'],
    ['logs backend --grep /a/g', 'grep-invalid', 'flag'],
    ['logs backend production --previous', 'log-group-unconfigured', 'logGroups'],
    ['logs backend --previous', 'no-stopped-task', '--since 6h'],
  ])('%s: %s', async (typed, code, words) => {
    const reply = await dispatch.run(typed, person)
    expect(reply.data).toMatchObject({ error: { code } })
    expect(reply.message.text).toContain(words)
    expect(reply.shownTo).toBe('caller')
  })

  test('without permission the action is named, and nothing of the account', async () => {
    room.account.faults.add({ action: 'FilterLogEvents', fault: { kind: 'accessDenied' } })
    const reply = await dispatch.run('logs backend', person)
    expect(reply.message.text).toContain('logs:FilterLogEvents')
    expect(reply.message.text).not.toContain('assumed-role')
  })
})

test('no secret leaves, neither in words nor as data nor in a file', async () => {
  const from = Date.now() + 60_000
  const seconds = hostileLines.length
  for (const [index, { line }] of hostileLines.entries()) write(line, from - (seconds - index) * 1_000)
  for (const origin of ['command', 'terminal'] as const) {
    const reply = await dispatch.run(
      `logs backend --limit 200 --until ${new Date(from).toISOString()} --file`,
      { ...person, origin },
    )
    expect(reply.failed).toBeUndefined()
    const everything = [
      reply.message.text,
      JSON.stringify(reply),
      ...(reply.files ?? []).map(({ content }) => String(content)),
    ]
    for (const secret of hostileLines.flatMap(({ secrets = [] }) => secrets)) {
      for (const text of everything) expect(text).not.toContain(secret)
    }
  }
})
