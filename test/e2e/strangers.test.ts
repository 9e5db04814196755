import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { keys } from '../../src/redis/keys.js'
import { approver, requester } from '../../sandbox/people.js'
import type { Person } from '../../sandbox/workspace/contract.js'
import type { MessageRecord } from '../../sandbox/workspace/messages.js'
import { startWorld } from '../../sandbox/world.js'
import { buildBot } from '../../sandbox/bot.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'
import { inStore } from './in-store.js'

const person = (slackId: string, name: string, standing?: Person['standing']): Person => ({
  slackId,
  name,
  title: standing ?? 'member',
  color: '#444444',
  ...(standing === undefined ? {} : { standing }),
})
const member = person('U0MEMBER1', 'Mona Member')
const external = person('U0EXTERN1', 'Eve External', 'external')
const guest = person('U0GUEST01', 'Gus Guest', 'guest')
const single = person('U0GUEST02', 'Sue Single', 'single-channel guest')
const gone = person('U0GONE001', 'Dan Deactivated', 'deactivated')
const morePeople = [member, external, guest, single, gone]

const backend = 'ohmycoins-staging-backend'
/** Nobody is named, everybody may look and change: as small teams begin. */
const open = (yaml: string) => yaml.replace(/roles:\n[\s\S]*$/, 'roles:\n  everyone: operator\n')
const openToApprove = (yaml: string) => yaml.replace(/roles:\n[\s\S]*$/, 'roles:\n  everyone: approver\n')

/** What was delivered last once more, with some of it changed. */
async function forgedIn(sandbox: Sandbox, change: (payload: Record<string, unknown>) => void) {
  const { kind, payload } = sandbox.workspace.deliveries.at(-1)!
  const copy = JSON.parse(JSON.stringify(payload)) as Record<string, unknown>
  if (copy['trigger_id'] !== undefined) copy['trigger_id'] = `forged.${performance.now()}`
  if (copy['event_id'] !== undefined) copy['event_id'] = `Ev${performance.now()}`
  const event = copy['event'] as { ts?: string } | undefined
  if (event?.ts !== undefined) event.ts = `${event.ts}9`
  change(copy)
  const body =
    kind === 'events_api'
      ? JSON.stringify(copy)
      : kind === 'interactive'
        ? new URLSearchParams({ payload: JSON.stringify(copy) }).toString()
        : new URLSearchParams(copy as Record<string, string>).toString()
  const json = kind === 'events_api' ? { 'content-type': 'application/json' } : {}
  return sandbox.workspace.deliverRaw(body, { ...json, ...sandbox.workspace.sign(body) })
}

describe('what everyone may do', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ morePeople, configure: open })
  })
  afterAll(() => sandbox.stop())
  afterEach(() => {
    sandbox.workspace.faults.clear()
    expect(sandbox.account.calls.count('UpdateService')).toBe(0)
  })

  const answers = (since: number) =>
    sandbox.workspace
      .messages('devops')
      .slice(since)
      .filter(({ author }) => !morePeople.some(({ slackId }) => slackId === author))
  async function asked(who: Person, line: string): Promise<MessageRecord> {
    const since = sandbox.workspace.messages('devops').length
    await sandbox.workspace.say(who, 'devops', line)
    return until('an answer', () => answers(since)[0])
  }
  const refusal = (words: string) =>
    expect.stringContaining(`for full members of this workspace, and you ${words}`)

  it('is for full members', async () => {
    expect((await asked(member, '/ohmy status production')).text).toContain('production is healthy')
    expect((await asked(member, '@ohmy status backend production')).text).toContain(
      'backend in production is healthy',
    )
  })

  it('is not for people of another workspace in a shared channel: they read and change nothing', async () => {
    for (const line of [
      'logs backend production',
      'cost production',
      'status production',
      'scale backend 2 staging',
    ]) {
      const answer = await asked(external, `@ohmy ${line}`)
      expect(answer.text).toEqual(refusal('belong to another workspace'))
      expect(answer.ephemeralFor).toBe(external.slackId)
    }
    expect(answers(0).some(({ text }) => text.includes('Scale backend'))).toBe(false)
  })

  it.each([
    [guest, 'are a guest in this workspace'],
    [single, 'are a guest in this workspace'],
    [gone, 'have been deactivated in this workspace'],
  ])('is not for $name, by a command nor by a mention', async (who, words) => {
    expect((await asked(who, '/ohmy status production')).text).toEqual(refusal(words))
    expect((await asked(who, '@ohmy scale backend 2 staging')).text).toEqual(refusal(words))
  })

  it('is not for them by a button, a modal or the Home tab either', async () => {
    const status = await asked(member, '/ohmy status staging')
    const edits = status.edits
    for (const who of [external, guest]) {
      const since = sandbox.workspace.messages('devops').length
      await sandbox.workspace.click(who, status, 'Refresh')
      expect((await until('an answer', () => answers(since)[0])).text).toContain(
        'for full members of this workspace',
      )
      const pressed = sandbox.workspace.messages('devops').length
      await sandbox.workspace.click(who, status, 'Scale')
      expect((await until('an answer', () => answers(pressed)[0])).text).toContain(
        'for full members of this workspace',
      )
      await sandbox.workspace.openHome(who)
      const home = await until('a Home', () => sandbox.workspace.home(who))
      expect(JSON.stringify(home.view)).toContain('for full members of this workspace')
      expect(JSON.stringify(home.view)).not.toContain('is healthy')
    }
    const [kept] = sandbox.workspace.messages('devops').filter(({ ts }) => ts === status.ts)
    expect(kept?.edits).toBe(edits)
  })

  it('is refused, and the reason told, while Slack does not say who somebody is', async () => {
    const unknown = person('U0MEMBER1', 'Mona Member')
    // Slack's answer is remembered for a minute: somebody whom nobody asked about yet.
    sandbox.workspace.faults.refuse({ method: 'users.info', error: 'internal_error', times: 20 })
    const answer = await asked({ ...unknown, slackId: requester.slackId }, '/ohmy status production')
    expect(answer.text).toContain('Slack did not tell whether you are a full member of this workspace')
    expect(answer.text).toContain('Nothing was done')
  })
})

describe('what another workspace or another app sends', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ morePeople, configure: openToApprove })
  })
  afterAll(() => sandbox.stop())

  const forged = (change: (payload: Record<string, unknown>) => void) => forgedIn(sandbox, change)
  const anotherTeam = (payload: Record<string, unknown>) => {
    if (payload['team'] !== undefined) payload['team'] = { id: 'T0OTHER', domain: 'other' }
    else payload['team_id'] = 'T0OTHER'
    delete payload['authorizations']
    const view = payload['view'] as { app_installed_team_id?: string } | undefined
    if (view !== undefined) view.app_installed_team_id = 'T0OTHER'
  }
  const anotherApp = (payload: Record<string, unknown>) => {
    payload['api_app_id'] = 'A0OTHER'
  }
  const changes = [
    ['another workspace', anotherTeam],
    ['another app', anotherApp],
  ] as const
  const told = (words: string) =>
    sandbox.workspace.messages('devops').filter(({ text }) => text.includes(`This came from ${words}`))

  it('is no approval', async () => {
    await sandbox.workspace.say(requester, 'devops', '/ohmy scale backend 3 production')
    const card = await sandbox.workspace.waitForMessage('devops', ({ text }) =>
      text.includes('— Waiting for approval'),
    )
    // A click that does nothing gives the payload.
    await sandbox.workspace.click(requester, card, 'Approve')
    for (const [words, change] of changes) {
      const before = told(words).length
      const answer = await forged((payload) => {
        payload['user'] = { id: approver.slackId, username: 'aaron', team_id: 'T000000001' }
        change(payload)
      })
      expect(answer.status).toBe(200)
      await until('the refusal', () => told(words).length > before)
    }
    await sandbox.workspace.say(requester, 'devops', '/ohmy help')
    await until('an answer', () =>
      sandbox.workspace.messages('devops').find(({ text }) => text.includes('What you can do here')),
    )
    const [waiting] = sandbox.workspace.messages('devops').filter(({ ts }) => ts === card.ts)
    expect(waiting?.text).toContain('— Waiting for approval')
    expect(sandbox.account.calls.count('UpdateService')).toBe(0)
  })

  it('is no command, and the acknowledgement says so', async () => {
    await sandbox.workspace.say(requester, 'devops', '/ohmy help')
    for (const [words, change] of changes) {
      const { body, status } = await forged((payload) => {
        payload['text'] = 'scale backend 2 staging'
        change(payload)
      })
      expect(status).toBe(200)
      expect(JSON.parse(body)).toMatchObject({
        response_type: 'ephemeral',
        text: expect.stringContaining(`This came from ${words}`),
      })
    }
    expect(sandbox.account.world.service(backend).desiredCount).toBe(1)
  })

  it('is no modal: it stays open and says so', async () => {
    await sandbox.workspace.say(requester, 'devops', '/ohmy status staging')
    const status = await sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes('staging is'))
    await sandbox.workspace.click(requester, status, 'Scale')
    const modal = await sandbox.workspace.waitForModal(requester)
    await sandbox.workspace.submit(requester, modal, { service: 'backend', count: 'many' })
    for (const [words, change] of changes) {
      const { body } = await forged((payload) => {
        const view = payload['view'] as {
          state: { values: Record<string, Record<string, { value?: string }>> }
        }
        for (const input of Object.values(view.state.values['count'] ?? {})) input.value = '2'
        change(payload)
      })
      const { errors } = JSON.parse(body) as { errors: Record<string, string> }
      expect(Object.values(errors)[0]).toContain(`This came from ${words}`)
    }
    expect(sandbox.account.world.service(backend).desiredCount).toBe(1)
  })

  it('is no mention, and not asked for again', async () => {
    await sandbox.workspace.say(requester, 'devops', '@ohmy help scale')
    await until('the answer', () =>
      sandbox.workspace.messages('devops').find(({ text }) => text.includes('Set how many tasks')),
    )
    for (const [, change] of changes) {
      const answer = await forged((payload) => {
        const event = payload['event'] as { text: string }
        event.text = event.text.replace('help scale', 'scale frontend 2 staging')
        change(payload)
      })
      expect(answer.status).toBe(200)
    }
    const recorded = () =>
      inStore(sandbox.store.url, async (redis) => JSON.stringify(await redis.xrange(keys.audit, '-', '+')))
    await until('all eight in the audit', async () => (await recorded()).split('foreign-payload').length > 8)
    expect(await recorded()).toContain('event_callback of another workspace')
    expect(sandbox.workspace.messages('devops').some(({ text }) => text.includes('Scale frontend'))).toBe(
      false,
    )
  })
})

describe('while Slack does not say which workspace ohmy works for', () => {
  it.each(['http', 'socket'] as const)('nothing is done, and that is told (%s)', async (transport) => {
    const world = await startWorld({
      path: process.env['PATH'] ?? '',
      store: 'javascript',
      transport,
      workspace: { eventRetryWaits: [300, 600, 4_000] },
    })
    world.workspace.faults.refuse({ method: 'auth.test', error: 'internal_error', times: 1_000 })
    const bot = await buildBot(world.environment)
    try {
      world.botListensOn(await bot.start())
      if (transport === 'socket') await until('a connection', () => world.workspace.connections() > 0)
      const says = (words: string) =>
        until('an answer', () => world.workspace.messages('devops').find(({ text }) => text.includes(words)))
      const delivery = await world.workspace.say(requester, 'devops', '/ohmy scale backend 2 staging')
      expect(delivery.acknowledgedAfter).toBeLessThan(1_500)
      await says('has not learned from Slack yet which workspace it works for')
      expect((await world.workspace.say(requester, 'devops', '@ohmy help scale')).ok).toBe(false)
      world.workspace.faults.clear()
      // Delivered again, and answered then.
      await says('Set how many tasks')
      await world.workspace.say(requester, 'devops', '/ohmy status staging')
      await says('staging is')
      expect(world.account.world.service(backend).desiredCount).toBe(1)
    } finally {
      await bot.stop()
      await world.stop()
    }
  })
})
