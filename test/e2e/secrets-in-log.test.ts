import { connect as connectTo, createServer, type Server } from 'node:net'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findRedisServer } from '../../src/redis/embedded.js'
import { credentials, requester } from '../../sandbox/people.js'
import { startWorld, type World } from '../../sandbox/world.js'
import { until } from '../support/until.js'
import { build, type Production, startProduction } from './production-process.js'

/** With signs that URLs and JSON escape, so that every form of it differs. Made up, as all of them. */
const password = 'r/8 t&q"Zx=mule'
const given = {
  AWS_ACCESS_KEY_ID: ['AK', 'IA', 'W7Q2E9R4T1Y6U3I8'].join(''),
  AWS_SECRET_ACCESS_KEY: ['k9/Ls+Qm', 'W2eR4tY6uI8oP0aS', 'dFgH1jKlZxCv5bNm'].join(''),
  AWS_SESSION_TOKEN: 'a session token with blanks/and+signs',
  OHMY_HOOK_SECRET: 'hook/secret+with=signs-0123456789abcdef,another-hook-secret-0123456789abcdef',
}
/** What a person types by mistake. */
const typed = 'hunter2Rain'

const hasRedis = findRedisServer(process.env['PATH'] ?? '') !== undefined

/** The built bot with a store that asks for a password, in every kind of trouble that is logged. */
describe.runIf(hasRedis)('the log of a bot', () => {
  let world: World
  let door: Server
  let port = 0
  let built: Awaited<ReturnType<typeof build>>
  let admin: Redis
  const running: Production[] = []

  beforeAll(async () => {
    built = await build()
    world = await startWorld({ path: process.env['PATH'] ?? '', store: 'redis', account: { speed: 100 } })
    admin = new Redis(world.store.url)
    await admin.config('SET', 'requirepass', password)
    door = createServer((client) => {
      const store = connectTo(world.store.url)
      client.pipe(store).pipe(client)
      for (const side of [client, store]) side.on('error', () => client.destroy())
    })
    await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
    port = (door.address() as { port: number }).port
  }, 60_000)
  afterAll(async () => {
    for (const bot of running) if (bot.process.exitCode === null) await bot.end('SIGKILL')
    admin.disconnect()
    door.close()
    await world.stop()
    built.remove()
  })

  function start(storePassword: string, level: string): Production {
    const url = `redis://default:${encodeURIComponent(storePassword)}@127.0.0.1:${port}`
    const bot = startProduction(built.main, {
      PATH: process.env['PATH'] ?? '',
      ...world.environment,
      ...given,
      LOG_LEVEL: level,
      REDIS_URL: url,
    })
    running.push(bot)
    return bot
  }

  function expectNoSecret(log: string, passwords: readonly string[]): void {
    const { botToken, signingSecret } = credentials
    const hooks = given.OHMY_HOOK_SECRET.split(',')
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = given
    const aws = [AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN]
    for (const secret of [...passwords, botToken, signingSecret, ...hooks, ...aws, typed]) {
      const escaped = JSON.stringify(secret).slice(1, -1)
      const forms = [secret, escaped, JSON.stringify(escaped).slice(1, -1), encodeURIComponent(secret)]
      for (const form of [...forms, Buffer.from(secret).toString('base64')]) expect(log).not.toContain(form)
    }
  }

  it('has no password of the store that was wrong', async () => {
    const wrong = 'wr0ng/pass word&more'
    const bot = start(wrong, 'info')
    await until('the store to refuse the password', () => /WRONGPASS/.test(bot.output()))
    await bot.end('SIGTERM')
    expectNoSecret(bot.output(), [wrong, password])
  }, 60_000)

  it('has no secret while the store is full, AWS hangs and strangers knock', async () => {
    const bot = start(password, 'debug')
    const botPort = await bot.ready()
    world.botListensOn(botPort)
    const say = (text: string) => world.workspace.say(requester, 'devops', text).catch(() => undefined)
    await say('/ohmy status staging')
    world.account.faults.add({ action: 'DescribeServices', fault: { kind: 'hang' } })
    await say(`/ohmy scale backend 3 staging --reason "DB_PASS=${typed}"`)
    await say(`/ohmy nonsense password=${typed}`)
    await admin.config('SET', 'maxmemory', '1')
    await say(`/ohmy lock backend staging --reason "token: ${typed}"`)
    await say('/ohmy status production')
    for (const path of ['/slack/events', '/hooks/deployments', '/none']) {
      const headers = { authorization: `Bearer ${typed}`, 'x-slack-signature': `v0=${typed}` }
      await fetch(`http://127.0.0.1:${botPort}${path}?token=${typed}`, {
        method: 'POST',
        headers,
        body: `password=${typed}`,
      })
    }
    await until('the full store to be told', () => /OOM/.test(bot.output()))
    await until('AWS to be told', () => /DescribeServices/.test(bot.output()))
    await bot.end('SIGTERM')
    await admin.config('SET', 'maxmemory', '0')
    expectNoSecret(bot.output(), [password])
  }, 90_000)
})
