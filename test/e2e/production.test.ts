import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { credentials, requester } from '../../sandbox/people.js'
import { sandboxConfig, startWorld, type World } from '../../sandbox/world.js'
import { startOtlpReceiver } from '../support/otlp-receiver.js'
import { until } from '../support/until.js'
import { build, type Production, startProduction } from './production-process.js'

/** What `npm run build` makes, started as production starts it: one process after another, nothing of the tests in it. */
describe.concurrent('the built bot', () => {
  let built: Awaited<ReturnType<typeof build>>
  const running: Production[] = []
  const worlds: World[] = []
  beforeAll(async () => {
    built = await build()
  })
  afterAll(async () => {
    for (const bot of running) if (bot.process.exitCode === null) await bot.end('SIGKILL')
    for (const world of worlds) await world.stop()
    built.remove()
  })

  async function newWorld(transport: 'http' | 'socket' = 'http'): Promise<World> {
    const path = process.env['PATH'] ?? ''
    const world = await startWorld({ path, store: 'javascript', transport, account: { speed: 100 } })
    worlds.push(world)
    return world
  }
  function start(
    environment: Readonly<Record<string, string | undefined>>,
    command?: readonly string[],
  ): Production {
    const given = Object.entries({ PATH: process.env['PATH'], LOG_LEVEL: 'info', ...environment })
    const kept = given.filter((pair): pair is [string, string] => pair[1] !== undefined)
    const bot = startProduction(built.main, Object.fromEntries(kept), command)
    running.push(bot)
    return bot
  }
  const inWorld = (
    around: World,
    more: Readonly<Record<string, string | undefined>> = {},
    command?: readonly string[],
  ) => start({ ...around.environment, LOG_LEVEL: 'info', ...more }, command)
  const card = (around: World, words: string, timeout = 40_000) =>
    around.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout })
  const say = (around: World, text: string) => around.workspace.say(requester, 'devops', text)
  const get = (port: number, path: string) => fetch(`http://127.0.0.1:${port}${path}`)

  it('goes on, and says so, where a defect leaves a rejection to nobody', async () => {
    const left = 'process.on("SIGUSR2", () => void Promise.reject(new Error("left to nobody")))'
    const world = await newWorld()
    const bot = inWorld(world, {}, [
      ...[process.execPath, '--import', `data:text/javascript,${encodeURIComponent(left)}`],
      built.main,
    ])
    const port = await bot.ready()
    world.botListensOn(port)
    bot.process.kill('SIGUSR2')
    await until('the line', () => bot.output().includes('left to nobody'))
    expect(bot.output()).toContain('"msg":"A rejection that nobody handled"')
    await say(world, '/ohmy status')
    await card(world, 'staging is healthy')
    expect((await bot.end('SIGTERM')).code).toBe(0)
  })

  it('answers, changes and tells how it is; and stops when it is told to', async () => {
    const world = await newWorld()
    const bot = inWorld(world)
    const port = await bot.ready()
    world.botListensOn(port)
    expect((await say(world, '/ohmy status')).acknowledgedAfter).toBeLessThan(1_500)
    await card(world, 'staging is healthy')
    await say(world, '/ohmy scale backend 3 staging')
    await card(world, 'Scale backend in staging from 1 to 3 tasks')

    expect(await (await get(port, '/healthz')).json()).toEqual({ ok: true })
    const ready = await get(port, '/readyz')
    expect([ready.status, await ready.json()]).toEqual([
      200,
      {
        ...{ ready: true, slack: 'ok', store: 'ok', aws: 'ok', records: 'ok' },
        ...(world.store.keeps
          ? {}
          : { warnings: [expect.stringMatching(/^The store keeps no append-only file/)] }),
      },
    ])
    const metrics = await (await get(port, '/metrics')).text()
    expect(metrics).toMatch(/ohmy_commands_total\{origin="command",result="answered"\} 2/)

    await card(world, 'Scale backend in staging from 1 to 3 tasks — Done')
    const { code, within } = await bot.end('SIGTERM')
    expect(code).toBe(0)
    expect(within).toBeLessThan(5_000)
  })

  it('works over Socket Mode, and does not wait for ever for what AWS never answers', async () => {
    const world = await newWorld('socket')
    const bot = inWorld(world)
    await bot.ready()
    await until('a connection', () => world.workspace.connections() > 0)
    await say(world, '/ohmy status production')
    await card(world, 'production is healthy')
    world.account.faults.add({ action: 'DescribeTargetHealth', fault: { kind: 'hang' } })
    await say(world, '/ohmy status frontend staging')
    const status = await card(world, 'frontend in staging', 15_000)
    expect(status.text).toContain('AWS did not answer in time')
    expect(status.text).toContain('1 of 1 task running')
    const { code, within } = await bot.end('SIGTERM')
    expect(code).toBe(0)
    expect(within).toBeLessThan(5_000)
  })

  it('works as two processes, one for Slack and one for the work', async () => {
    const world = await newWorld()
    const collector = await startOtlpReceiver()
    const traced = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }
    const app = inWorld(world, { ...traced, OHMY_ROLES: 'app' })
    const worker = inWorld(world, { ...traced, OHMY_ROLES: 'worker', SLACK_SIGNING_SECRET: undefined })
    const [port, workerPort] = await Promise.all([app.ready(), worker.ready()])
    world.botListensOn(port)
    expect((await get(workerPort, '/slack/events')).status).toBe(404)
    await say(world, '/ohmy scale frontend 2 staging')
    await card(world, 'Scale frontend in staging from 1 to 2 tasks — Done')
    expect(worker.output()).toContain('succeeded')
    const ends = await Promise.all([app.end('SIGTERM'), worker.end('SIGTERM')])
    expect(ends.map(({ code }) => code)).toEqual([0, 0])
    // What was left was sent at the end.
    const change = collector.spans.find(({ name }) => name === 'ecs:UpdateService')
    const trace = collector.spans.filter(({ traceId }) => traceId === change?.traceId)
    expect(new Set(trace.map(({ instance }) => instance)).size).toBe(2)
    expect(trace.map(({ name }) => name)).toEqual(expect.arrayContaining(['Slack command', 'command scale']))
    await collector.stop()
  })

  it('says which part is away', async () => {
    const world = await newWorld()
    const bot = inWorld(world)
    const port = await bot.ready()
    await world.store.kill()
    const answer = await until('not ready', async () => {
      const asked = await get(port, '/readyz')
      return asked.status === 503 && ((await asked.json()) as Record<string, unknown>)
    })
    expect(answer['ready']).toBe(false)
    expect(answer['store']).not.toBe('ok')
    expect(answer['slack']).toBe('ok')
    await world.store.start()
    await until('ready again', async () => (await get(port, '/readyz')).status === 200, 12_000)
    expect((await bot.end('SIGTERM')).code).toBe(0)
  })

  it('a signal that comes while it starts ends in a clean stop', async () => {
    const world = await newWorld()
    world.workspace.faults.hang({ method: 'auth.test', times: 9 })
    const bot = inWorld(world)
    const isUnderWay = () => world.workspace.calls.some(({ method }) => method === 'auth.test')
    await until('the start under way', isUnderWay, 40_000)
    expect(bot.output()).not.toContain('ohmy is ready')
    expect(await bot.end('SIGTERM')).toMatchObject({ code: 0 })
    expect(bot.output()).toContain('ohmy is stopping')
  })

  it('npm start hands a signal on', async () => {
    const world = await newWorld()
    const bot = inWorld(world, { HOME: tmpdir() }, ['npm', 'start', '--silent'])
    await bot.ready()
    expect(await bot.end('SIGTERM')).toMatchObject({ code: 0 })
    expect(bot.output()).toContain('ohmy is stopping')
  })

  it('an error in its log names files and lines as they were written, and its class', async () => {
    const world = await newWorld()
    world.workspace.faults.answer({ method: 'auth.test', times: 10 })
    const bot = inWorld(world)
    await bot.ready()
    // Slack is asked when it is needed, maybe after the start.
    const line = await until('the line', () => bot.output().match(/^.*NotSlackError.*$/m)?.[0])
    expect(line).toMatch(/NotSlackError: .*src\/slack\/slack-fetch\.ts:\d+:\d+/)
    expect(line).toMatch(/@slack\/web-api\/\w+\/WebClient\.\w+:\d+:\d+/)
    expect((await bot.end('SIGTERM')).code).toBe(0)
  })

  it('a port that is taken is the last thing it says', async () => {
    const world = await newWorld()
    const { port } = new URL(world.workspace.url)
    const bot = inWorld(world, { PORT: port })
    expect(await bot.ended()).toBe(1)
    const last = bot.output().trimEnd().split('\n').at(-1)
    expect(last).toMatch(new RegExp(`^Port ${port} is taken .* PORT `))
    expect(bot.output()).not.toMatch(/\n\s+at /)
  })

  it('refuses to start without a store, a token or a way to hear Slack, and names all of it', async () => {
    const bot = start({ OHMY_CONFIG: sandboxConfig })
    expect(await bot.ended()).toBe(1)
    for (const name of ['REDIS_URL', 'SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET'])
      expect(bot.output()).toContain(name)
    expect(bot.output()).not.toMatch(/\n\s+at /)
  })

  it('refuses to start with a configuration that is wrong, and names the line', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ohmy-config-'))
    const path = join(folder, 'ohmy.yaml')
    writeFileSync(path, 'environments:\n  staging:\n    regoin: ap-southeast-2\n')
    const bot = start({
      OHMY_CONFIG: path,
      REDIS_URL: 'redis://127.0.0.1:1',
      SLACK_BOT_TOKEN: credentials.botToken,
      SLACK_SIGNING_SECRET: credentials.signingSecret,
    })
    expect(await bot.ended()).toBe(1)
    expect(bot.output()).toContain('regoin')
    expect(bot.output()).toContain('region')
    expect(bot.output()).toMatch(/line 3|:3/)
    expect(bot.output()).not.toMatch(/\n\s+at /)
    rmSync(folder, { recursive: true })
  })

  // Alone: its three processes would be in the way of the others.
  it.sequential('takes no more work from anywhere once it is told to stop, while it still answers who waits', async () => {
    const world = await newWorld()
    const [bot, beside] = [inWorld(world), inWorld(world, { OHMY_ROLES: 'app' })]
    const [port, portBeside] = await Promise.all([bot.ready(), beside.ready()])
    world.botListensOn(port)
    world.account.faults.add({ action: 'DescribeTargetHealth', fault: { kind: 'hang' } })
    await say(world, '/ohmy status frontend staging')
    await until('the question', () => world.account.calls.count('DescribeTargetHealth') > 0)
    const ending = bot.end('SIGTERM')
    await until('the signal heard', () => bot.output().includes('ohmy is stopping'))
    await expect(get(port, '/healthz')).rejects.toThrow()
    world.botListensOn(portBeside)
    await say(world, '/ohmy scale backend 3 staging')
    await card(world, 'Scale backend in staging from 1 to 3 tasks')
    expect((await ending).code).toBe(0)
    expect(world.account.calls.count('UpdateService')).toBe(0)
    await card(world, 'frontend in staging')
    world.account.faults.clear()
    const worker = inWorld(world, { OHMY_ROLES: 'worker', SLACK_SIGNING_SECRET: undefined })
    await card(world, 'Scale backend in staging from 1 to 3 tasks — Done')
    await Promise.all([beside.end('SIGTERM'), worker.end('SIGTERM')])
  })
})
