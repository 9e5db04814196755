import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { buildBot } from '../../sandbox/bot.js'
import { requester } from '../../sandbox/people.js'
import { startWorld, type World } from '../../sandbox/world.js'
import { until } from '../support/until.js'

interface LogLine {
  readonly level: number
  readonly msg: string
  readonly reason?: string
}

describe('when Slack does not open a connection', () => {
  const ends: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end()
  })

  async function startBot(world: World, environment: Readonly<Record<string, string>> = {}) {
    const lines: LogLine[] = []
    const logger = pino(
      { level: 'info' },
      { write: (line: string) => void lines.push(JSON.parse(line) as LogLine) },
    )
    const bot = await buildBot({ ...world.environment, ...environment }, { timeScale: 0.005, logger })
    const port = await bot.start()
    ends.push(() => bot.stop())
    return {
      lines,
      ready: async () => {
        const answer = await fetch(`http://127.0.0.1:${port}/readyz`)
        return (await answer.json()) as { readonly ready: boolean; readonly slack: string }
      },
    }
  }
  async function newWorld(): Promise<World> {
    const path = process.env['PATH'] ?? ''
    const world = await startWorld({
      path,
      store: 'javascript',
      transport: 'socket',
      account: { speed: 200 },
    })
    ends.push(() => world.stop())
    return world
  }
  const answered = async (world: World) => {
    expect((await world.workspace.say(requester, 'devops', '/ohmy help scale')).ok).toBe(true)
    await world.workspace.waitForMessage('devops', ({ text }) => text.includes('Set how many tasks'))
  }
  const isRed = (error: string) => (line: LogLine) =>
    line.level === 50 && line.reason?.includes(error) === true

  it.each(['invalid_auth', 'token_revoked'])(
    'a token that is refused while it is connected (%s) is told by log and readyz, and the bot goes on once it is good',
    async (error) => {
      const world = await newWorld()
      const { lines, ready } = await startBot(world)
      await until('both connections', () => world.workspace.connections() === 2)
      expect(await ready()).toMatchObject({ ready: true, slack: 'ok' })

      world.workspace.faults.refuse({ method: 'apps.connections.open', error, times: 1_000 })
      world.workspace.faults.dropSocket()
      const red = await until(
        'a red light',
        async () => {
          const answer = await ready()
          return answer.ready ? undefined : answer
        },
        12_000,
      )
      expect(red.slack).toMatch(
        new RegExp(`^Slack refuses the app token \\(${error}\\): .*(SLACK_APP_TOKEN|install)`),
      )
      expect(lines.filter(isRed(error))).toHaveLength(1)
      expect(JSON.stringify(lines)).not.toContain(world.environment['SLACK_APP_TOKEN'])

      world.workspace.faults.clear()
      await until('both connections again', () => world.workspace.connections() === 2)
      await until('a green light', async () => (await ready()).ready, 12_000)
      expect(lines.map(({ msg }) => msg)).toContain('Slack is connected again; commands and clicks arrive')
      await answered(world)
    },
    60_000,
  )

  it('trouble that is nobody’s word passes, and commands are taken again', async () => {
    const world = await newWorld()
    const { lines, ready } = await startBot(world)
    await until('both connections', () => world.workspace.connections() === 2)
    const method = 'apps.connections.open'
    world.workspace.faults.fail({ method, status: 503, times: 2 })
    world.workspace.faults.answer({ method, times: 2 })
    world.workspace.faults.drop({ method, when: 'before', times: 2 })
    world.workspace.faults.rateLimit({ method, retryAfter: 1 })
    world.workspace.faults.dropSocket()
    await until('both connections again', () => world.workspace.connections() === 2)
    await until('a green light', async () => (await ready()).ready, 12_000)
    expect(lines.filter(({ level }) => level >= 50)).toEqual([])
    expect(lines.filter(({ msg }) => msg.startsWith('Commands and clicks do not arrive'))).not.toEqual([])
    await answered(world)
  }, 60_000)

  it('a bot whose tokens are wrong from the start lives, and says so', async () => {
    const world = await newWorld()
    const wrong = { SLACK_APP_TOKEN: 'xapp-1-wrong-wrong', SLACK_BOT_TOKEN: 'xoxb-wrong-wrong' }
    const app = await startBot(world, { SLACK_APP_TOKEN: wrong.SLACK_APP_TOKEN })
    expect(await app.ready()).toMatchObject({
      ready: false,
      slack: expect.stringMatching(/^Slack refuses the app token \(invalid_auth\).* SLACK_APP_TOKEN /),
    })
    expect(app.lines.filter(isRed('invalid_auth'))).toHaveLength(1)
    const bot = await startBot(world, { SLACK_BOT_TOKEN: wrong.SLACK_BOT_TOKEN })
    expect(await bot.ready()).toMatchObject({
      ready: false,
      slack: expect.stringMatching(/^Slack refuses the bot token \(invalid_auth\).* SLACK_BOT_TOKEN /),
    })
    expect(JSON.stringify([app.lines, bot.lines])).not.toMatch(/xapp-1-wrong|xoxb-wrong/)
  }, 30_000)
})
