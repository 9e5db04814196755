import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { requester, viewer } from '../../src/sandbox/people.js'
import type { Person } from '../../src/sandbox/workspace/contract.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

describe('finding one’s way', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())
  afterEach(() => sandbox.account.faults.clear())

  /** What the bot answers to this, as the person sees it. */
  async function answer(person: Person, text: string) {
    const shown = () =>
      sandbox.workspace.messages('devops', person).filter(({ author }) => author !== person.slackId)
    const before = shown().length
    await sandbox.workspace.say(person, 'devops', text)
    return until('an answer', () => shown()[before])
  }
  const publishes = () => sandbox.workspace.calls.filter(({ method }) => method === 'views.publish').length

  it('an unknown verb is answered to who typed it, with what was meant', async () => {
    const reply = await answer(viewer, '/ohmy statsu staging')
    expect(reply.ephemeralFor).toBe(viewer.slackId)
    expect(reply.text).toContain('There is no verb `statsu`')
    expect(reply.text).toContain('/ohmy status staging')
  })

  it('help shows somebody who only looks what they may do, and nothing more', async () => {
    const reply = await answer(viewer, '/ohmy help')
    expect(reply.ephemeralFor).toBe(viewer.slackId)
    expect(reply.text).toContain('/ohmy status')
    expect(reply.text).not.toContain('/ohmy scale')
  })

  it('help shows somebody who may change things how', async () => {
    const reply = await answer(requester, '/ohmy help')
    expect(reply.text).toContain('/ohmy scale')
    expect((await answer(requester, '@ohmy help')).text).toContain('@ohmy scale')
  })

  it('no words at all are answered too', async () => {
    expect((await answer(viewer, '/ohmy')).text).toContain('/ohmy')
  })

  it('the Home tab has every environment at a glance, within 3 s', async () => {
    const begun = Date.now()
    await sandbox.workspace.openHome(viewer)
    const home = await until('a home', () => sandbox.workspace.home(viewer), 3_000)
    expect(Date.now() - begun).toBeLessThan(3_000)
    const shown = JSON.stringify(home.view)
    expect(shown).toContain('staging is healthy')
    expect(shown).toContain('production is healthy')
  })

  it('the Home tab shows what has changed after Refresh', async () => {
    sandbox.account.world.setDesiredCount('ohmycoins-staging-frontend', 0)
    const home = sandbox.workspace.home(viewer)
    if (home === undefined) throw new Error('There is no home')
    const before = publishes()
    expect((await sandbox.workspace.click(viewer, home, 'Refresh')).ok).toBe(true)
    await until('a new home', () => publishes() > before, 3_000)
    expect(JSON.stringify(sandbox.workspace.home(viewer)?.view)).toContain('scaled to zero')
    await sandbox.workspace.openHome(viewer)
    await until('another home', () => publishes() > before + 1, 3_000)
  })

  it('the Home tab says that AWS does not answer, rather than nothing', async () => {
    sandbox.account.faults.add({ fault: { kind: 'serverError' } })
    const before = publishes()
    await sandbox.workspace.openHome(requester)
    await until('a home', () => publishes() > before, 3_000)
    const shown = JSON.stringify(sandbox.workspace.home(requester)?.view)
    expect(shown).toContain('staging is unknown')
    expect(shown).toContain('production is unknown')
  })

  it('the Home tab tells somebody without a role whom to ask, and no state', async () => {
    const stranger = { slackId: 'U0NOBODY1', name: 'Nobody', title: 'has no role', color: '#000000' }
    await sandbox.workspace.openHome(stranger)
    // Nobody of this workspace, so what was meant for them is looked at as it was sent.
    const sent = await until('a home', () =>
      sandbox.workspace.calls.find(
        ({ method, args }) => method === 'views.publish' && args['user_id'] === stranger.slackId,
      ),
    )
    const shown = JSON.stringify(sent.args['view'])
    expect(shown).toContain('you have none')
    expect(shown).not.toContain('healthy')
  })

  it('a Scale button whose form Slack did not open says so', async () => {
    const status = await answer(requester, '/ohmy status production')
    sandbox.workspace.faults.fail({ method: 'views.open', status: 503 })
    await sandbox.workspace.click(requester, status, 'Scale')
    const told = await sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes('Click again'))
    expect(told.ephemeralFor).toBe(requester.slackId)
    await sandbox.workspace.click(requester, status, 'Scale')
    await sandbox.workspace.waitForModal(requester)
  })

  it('a form opens in time although Slack is slow to say who somebody is', async () => {
    const status = await answer(requester, '/ohmy status backend production')
    sandbox.workspace.faults.delay({ method: 'users.info', milliseconds: 4_000, times: 3 })
    await sandbox.workspace.click(viewer, status, 'Scale')
    await sandbox.workspace.waitForModal(viewer, () => true, { timeout: 2_500 })
    sandbox.workspace.faults.clear()
  })

  it('nobody was pinged', () => {
    expect(sandbox.workspace.pings()).toEqual([])
  })
})
