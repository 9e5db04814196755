import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { approver, requester, viewer } from '../../sandbox/people.js'
import type { Person } from '../../sandbox/workspace/contract.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { endsWithin } from '../support/duration.js'
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
    expect(reply.text).not.toContain('scale')
  })

  it('help shows somebody who may change things how', async () => {
    const reply = await answer(requester, '/ohmy help')
    expect(reply.text).toContain('scale')
    expect(reply.text).toContain('/ohmy deploy')
    expect((await answer(requester, '@ohmy help')).text).toContain('@ohmy deploy')
  })

  it('no words at all are answered too', async () => {
    expect((await answer(viewer, '/ohmy')).text).toContain('/ohmy')
  })

  it('the Home tab has every environment at a glance, within 3 s', async () => {
    await sandbox.workspace.openHome(viewer)
    const shownHome = until('a home', () => sandbox.workspace.home(viewer))
    expect(await endsWithin(3_000, shownHome)).toBe(true)
    const home = await shownHome
    const shown = JSON.stringify(home.view)
    expect(shown).toContain('staging is healthy')
    expect(shown).toContain('production is healthy')
    expect(shown).toMatch(/As of <!date\^\d+\^/)
    expect(shown).toMatch(/so far: \d+ USD|has just begun/)
    const asked = sandbox.account.calls.all().filter(({ service }) => service === 'ce').length
    expect(asked).toBeLessThanOrEqual(4)
  })

  it('the Home tab shows what has changed after Refresh', async () => {
    sandbox.account.world.setDesiredCount('ohmycoins-staging-frontend', 0)
    const home = sandbox.workspace.home(viewer)
    if (home === undefined) throw new Error('There is no home')
    const before = publishes()
    expect((await sandbox.workspace.click(viewer, home, 'Refresh')).ok).toBe(true)
    await until('a new home', () => publishes() > before)
    expect(JSON.stringify(sandbox.workspace.home(viewer)?.view)).toContain('scaled to zero')
    await sandbox.workspace.openHome(viewer)
    await until('another home', () => publishes() > before + 1)
  })

  it('the Home tab says that AWS does not answer, and shows what was known a moment ago', async () => {
    sandbox.account.faults.add({ fault: { kind: 'serverError' } })
    const before = publishes()
    await sandbox.workspace.openHome(requester)
    await until('a home', () => publishes() > before)
    const shown = JSON.stringify(sandbox.workspace.home(requester)?.view)
    expect(shown.split('AWS does not answer: this is as of')).toHaveLength(3)
    expect(shown).toContain('production was healthy')
    expect(shown).not.toContain('is healthy')
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

  it('the Home tab shows an approver what waits, with the plan, and takes the decision there', async () => {
    await sandbox.workspace.say(
      requester,
      'devops',
      '/ohmy scale backend 3 production --reason "sale starts"',
    )
    await sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes('Waiting for approval'))
    await sandbox.workspace.openHome(requester)
    const own = await until('the requester’s home', () => {
      const view = JSON.stringify(sandbox.workspace.home(requester)?.view)
      return view.includes('Going on now') && view
    })
    expect(own).toContain('Scale backend in production from 2 to 3 tasks')
    expect(own).not.toContain('Waiting for your decision')
    await sandbox.workspace.openHome(approver)
    const home = await until('the approver’s home', () => sandbox.workspace.home(approver))
    const shown = JSON.stringify(home.view)
    expect(shown).toContain('Waiting for your decision')
    expect(shown).toContain('sale starts')
    await sandbox.workspace.click(approver, home, 'Approve')
    await sandbox.workspace.waitForMessage(
      'devops',
      ({ text }) => text.includes('Scale backend in production from 2 to 3 tasks') && text.includes('Done'),
      { timeout: 60_000 },
    )
    await until('a home without it', () => {
      const view = JSON.stringify(sandbox.workspace.home(approver)?.view)
      return !view.includes('Waiting for your decision')
    })
  })

  it('a decision on the Home tab that comes too late is said there', async () => {
    await sandbox.workspace.say(requester, 'devops', '/ohmy scale frontend 3 production')
    const card = await sandbox.workspace.waitForMessage(
      'devops',
      ({ text }) => text.includes('Scale frontend') && text.includes('Waiting for approval'),
    )
    const before = publishes()
    await sandbox.workspace.openHome(approver)
    await until('a home', () => publishes() > before)
    const home = sandbox.workspace.home(approver)
    if (home === undefined) throw new Error('There is no home')
    await sandbox.workspace.click(requester, card, 'Cancel')
    await sandbox.workspace.waitForMessage(
      'devops',
      ({ ts, text }) => ts === card.ts && text.includes('Cancelled'),
    )
    await sandbox.workspace.click(approver, home, 'Approve')
    await until('the refusal', () =>
      JSON.stringify(sandbox.workspace.home(approver)?.view).includes('decided already'),
    )
  })

  it('the buttons of the Home tab are those of the person, and answer in a direct message', async () => {
    await sandbox.workspace.openHome(viewer)
    const home = await until('a home', () => sandbox.workspace.home(viewer))
    const view = JSON.stringify(home.view)
    expect(view).toContain('"status staging"')
    expect(view).not.toContain('"Scale"')
    await sandbox.workspace.click(viewer, home, 'Status', 'status staging')
    const direct = await until('a direct message', () =>
      sandbox.workspace.calls.find(
        ({ method, args }) => method === 'chat.postMessage' && args['channel'] === viewer.slackId,
      ),
    )
    expect(JSON.stringify(direct.args)).toContain('staging is')
  })

  it('what did not work on the Home tab is said there', async () => {
    await sandbox.workspace.openHome(requester)
    const home = await until('a home', () => sandbox.workspace.home(requester))
    await sandbox.workspace.click(requester, home, 'Change …', 'unlock staging')
    await until('the refusal', () =>
      JSON.stringify(sandbox.workspace.home(requester)?.view).includes('There is no lock on staging'),
    )
  })

  it('a change begun on the Home tab asks for what is missing and is shown in the channel', async () => {
    await sandbox.workspace.openHome(requester)
    const home = await until('a home', () => sandbox.workspace.home(requester))
    await sandbox.workspace.click(requester, home, 'Change …', 'scale staging')
    const modal = await sandbox.workspace.waitForModal(requester)
    await sandbox.workspace.submit(requester, modal, {
      service: 'backend',
      count: '2',
      environment: 'staging',
    })
    await sandbox.workspace.waitForMessage('devops', ({ text }) =>
      text.includes('Scale backend in staging from 1 to 2 tasks'),
    )
  })

  it('a Scale button whose form Slack did not open says so', async () => {
    const status = await answer(requester, '/ohmy status production')
    sandbox.workspace.faults.fail({ method: 'views.open', status: 503 })
    await sandbox.workspace.click(requester, status, 'Scale')
    const told = await sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes('needs more'))
    expect(told.ephemeralFor).toBe(requester.slackId)
    await sandbox.workspace.click(requester, status, 'Scale')
    await sandbox.workspace.waitForModal(requester)
  })

  it('a form opens in time although Slack is slow to say who somebody is', async () => {
    sandbox.workspace.faults.delay({ method: 'users.info', milliseconds: 4_000, times: 3 })
    await sandbox.workspace.say(viewer, 'devops', '/ohmy logs')
    await sandbox.workspace.waitForModal(viewer, () => true, { timeout: 2_500 })
    sandbox.workspace.faults.clear()
  })

  it('nobody was pinged', () => {
    expect(sandbox.workspace.pings()).toEqual([])
  })
})
