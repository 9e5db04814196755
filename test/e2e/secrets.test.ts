import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keys } from '../../src/redis/keys.js'
import { requester } from '../../sandbox/people.js'
import { runTerminal, type Terminal } from '../../src/terminal/run-terminal.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { inStore } from './in-store.js'

const backend = 'ohmycoins-staging-backend'
/** A secret in each place where people and machines write freely: which one got out is told by its name. */
const secretOf = (place: string) => `hunter2-${place}-Rain`

describe('a secret in what others wrote', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())

  const say = (text: string) => sandbox.workspace.say(requester, 'devops', text)
  const shown = (words: RegExp) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => words.test(text), { timeout: 60_000 })

  it('is seen neither in Slack, nor in what is sent to Slack, nor in the record', async () => {
    const { world } = sandbox.account
    world.setAlarm('ohmycoins-staging-rds-cpu-utilization', 'ALARM', `SECRET_KEY_BASE=${secretOf('alarm')}`)
    world.writeEvent(backend, `was unable to place a task: {"password":"${secretOf('event')}"}`)
    world.writeLog(backend, `ERROR Cookie: sessionid=${secretOf('log')}`)

    await say('/ohmy alarms staging')
    await shown(/SECRET_KEY_BASE=•••/)
    await say('/ohmy status backend staging')
    await shown(/"password":•••/)
    await say('/ohmy logs backend staging')
    await shown(/Cookie: •••/)
    await say(`/ohmy lock frontend staging --for 1h --reason "DB_PASS=${secretOf('lock')} is out"`)
    await shown(/Frontend in staging is locked.*DB_PASS=•••/s)
    await say('/ohmy locks staging')
    await shown(/Locked|locked/)
    await say(`/ohmy mute alb-5xx-errors staging --for 1h --reason "AccountKey=${secretOf('mute')};x=1"`)
    await shown(/is muted until.*AccountKey=•••/s)
    await say(`/ohmy scale backend 2 staging --reason "password%3D${secretOf('reason')}"`)
    await shown(/reason: password%3D•••/)
    await say(`/ohmy scale nothing 2 staging --reason "token: ${secretOf('refused')}"`)
    await shown(/nothing/)
    await say('/ohmy history staging')
    await shown(/Scale backend/)

    const seen = [
      ...sandbox.workspace.messages('devops').filter(({ author }) => author !== requester.slackId),
      ...sandbox.workspace.calls,
    ]
    const records = await inStore(sandbox.store.url, (redis) => redis.xrange(keys.audit, '-', '+'))
    for (const text of [JSON.stringify(seen), JSON.stringify(records)]) {
      const leaked = [...text.matchAll(/hunter2-(\w+)-Rain/g)].map(([, place]) => place)
      expect([...new Set(leaked)]).toEqual([])
    }
  }, 60_000)

  it.each([[[]], [['--json']]])(
    'is not printed by the terminal %j',
    async (options) => {
      const written: string[] = []
      const stream = { write: (text: string) => written.push(text) }
      const type = (line: string) =>
        runTerminal({
          argv: [...line.split(' '), ...options],
          ...{
            dispatch: sandbox.bot.dispatch,
            operations: sandbox.bot.operations,
            readings: sandbox.bot.readings,
          },
          io: { stdout: stream, stderr: stream, isTTY: false },
          logger: pino({ level: 'silent' }),
          config: { terminalUsers: { rita: requester.slackId }, grants: [], environments: [] },
          osUser: 'rita',
        } as unknown as Terminal)
      for (const line of [
        'alarms staging',
        'status backend staging',
        'locks staging',
        'logs backend staging',
      ]) {
        expect(await type(line)).toBe(0)
      }
      const text = written.join('')
      expect(text).toContain('SECRET_KEY_BASE=•••')
      expect(text).toContain('DB_PASS=•••')
      expect([...text.matchAll(/hunter2-(\w+)-Rain/g)].map(([, place]) => place)).toEqual([])
    },
    60_000,
  )
})
