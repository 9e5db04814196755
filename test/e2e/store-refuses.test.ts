import { readFile } from 'node:fs/promises'
import { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { signHook } from '../../src/hooks/signature.js'
import { findRedisServer } from '../../src/redis/embedded.js'
import { credentials, requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const hasRedis = findRedisServer(process.env['PATH'] ?? '') !== undefined

describe.skipIf(!hasRedis)('a store that is there and refuses', () => {
  let sandbox: Sandbox
  let admin: Redis
  const lines: { level: number; msg: string }[] = []
  beforeAll(async () => {
    const logger = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
    sandbox = await startSandbox({ store: 'redis', bot: { logger } })
    admin = new Redis(sandbox.store.url)
    // Stays an administrator whatever becomes of the user that the bot is.
    await admin.acl('SETUSER', 'root', 'on', '>root', '~*', '&*', '+@all')
    await admin.auth('root', 'root')
  })
  afterAll(async () => {
    admin.disconnect()
    await sandbox.stop()
  })
  const heal = async () => {
    await admin.replicaof('NO', 'ONE')
    await admin.config('SET', 'maxmemory', 0)
    await admin.acl('SETUSER', 'default', 'reset', 'on', 'nopass', '~*', '&*', '+@all')
  }
  afterEach(heal)

  const messages = () => sandbox.workspace.messages('devops', requester)
  async function answerTo(text: string) {
    const since = messages().length
    const delivery = await sandbox.workspace.say(requester, 'devops', text)
    expect(delivery.ok).toBe(true)
    return until('an answer', () =>
      messages()
        .slice(since)
        .find(({ author }) => author !== requester.slackId),
    )
  }
  const readyz = async () => {
    const answer = await fetch(`${sandbox.botUrl}/readyz`)
    return { status: answer.status, ...((await answer.json()) as { ready: boolean; store: string }) }
  }
  async function askedByCi() {
    const body = JSON.stringify({ environment: 'staging', services: ['backend'], tag: 'sprint-13-7ac41be' })
    const timestamp = String(Math.floor(Date.now() / 1_000))
    const answer = await fetch(`${sandbox.botUrl}/hooks/deployments`, {
      method: 'POST',
      body,
      headers: {
        'x-ohmy-timestamp': timestamp,
        'x-ohmy-signature': signHook(credentials.hookSecret, timestamp, body),
        'idempotency-key': `run-${timestamp}-${lines.length}`,
      },
    })
    return {
      status: answer.status,
      ...((await answer.json()) as { error: string; what: string; next: string }),
    }
  }

  it('takes everything from a user who may do what docs/configuration.md asks for, and no more', async () => {
    const page = await readFile(new URL('../../docs/configuration.md', import.meta.url), 'utf8')
    const [, allowed = ''] = /ACL SETUSER ohmy on >… ([^`]+)`/.exec(page) ?? []
    await admin.acl('SETUSER', 'default', 'reset', 'on', 'nopass', ...allowed.split(' '))
    const denied = () => admin.acl('LOG').then((entries) => (entries as unknown[]).length)
    expect(await denied()).toBe(0)
    await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
    await until('a new connection', async () => (await readyz()).status === 200)
    await sandbox.workspace.say(requester, 'devops', '/ohmy scale frontend 2 staging')
    await sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes('— Done'), {
      timeout: 60_000,
    })
    expect(await denied()).toBe(0)
  }, 60_000)

  /** It does not pass by itself. */
  const never = /Whoever runs ohmy can help/
  it.each([
    [
      'full',
      () => admin.config('SET', 'maxmemory', 1),
      'store-full',
      /is full, and takes nothing more/,
      never,
    ],
    [
      'a read-only replica',
      () => admin.replicaof('127.0.0.1', '1'),
      'store-read-only',
      /is a read-only replica/,
      // As while the primary is another one since a moment.
      /Try again in a minute; if it stays so, whoever runs ohmy can help/,
    ],
    [
      'closed to us',
      () => admin.acl('SETUSER', 'default', 'resetkeys', '~other*'),
      'store-denied',
      /does not permit its user what ohmy needs/,
      never,
    ],
  ] as const)(
    'because it is %s is told to whoever asks, in words',
    async (_, refuse, code, words, next) => {
      await until('a good start', async () => (await readyz()).status === 200)
      const changes = sandbox.account.calls.count('UpdateService')
      await refuse()
      const since = lines.length
      const answer = await answerTo('/ohmy scale backend 2 staging')
      expect(answer.text).toMatch(words)
      expect(answer.text).toContain('nothing was started')
      expect(answer.text).not.toContain('cannot reach')
      const refusal = await askedByCi()
      expect(refusal).toMatchObject({
        status: 503,
        error: code,
        what: expect.stringMatching(words) as string,
      })
      expect(refusal.next).toMatch(next)
      expect(answer.text).toMatch(next)
      const state = await until(
        'readyz to tell',
        async () => {
          const read = await readyz()
          return read.status === 503 && read
        },
        20_000,
      )
      expect(state.store).toMatch(words)
      expect(sandbox.account.calls.count('UpdateService')).toBe(changes)
      const told = lines.slice(since).filter(({ msg, level }) => level === 50 && words.test(msg))
      expect(told).toHaveLength(1)
      await heal()
      await until('readyz to be green', async () => (await readyz()).status === 200)
      expect((await answerTo('/ohmy help')).text).toContain('What you can do here')
    },
    60_000,
  )
})
