import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { requester, viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

describe('asking for the status', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())
  afterEach(() => sandbox.account.faults.clear())

  const say = (text: string, threadTs?: string) =>
    sandbox.workspace.say(viewer, 'devops', text, threadTs === undefined ? {} : { threadTs })
  const shown = (fits: (text: string) => boolean, timeout = 10_000) =>
    sandbox.workspace.waitForMessage(
      'devops',
      ({ text, author }) => author !== viewer.slackId && fits(text),
      {
        timeout,
      },
    )
  /** Waits until nothing newer can be mistaken for what a test waits for. */
  const posted = () => sandbox.workspace.messages('devops').length

  it('shows the default environment to everybody in the channel, at once', async () => {
    const delivery = await say('/ohmy status')
    expect(delivery.acknowledgedAfter).toBeLessThan(1_500)
    const status = await shown((text) => text.includes('staging is healthy'))
    expect(status.ephemeralFor).toBeUndefined()
    expect(status.text).toContain('backend')
    expect(status.text).toContain('frontend')
    expect(status.text).toContain('Asked by Vera Viewer')
  })

  it('shows one service of another environment in depth', async () => {
    await say('/ohmy status backend production')
    const status = await shown((text) => text.includes('backend in production is healthy'))
    expect(status.text).not.toContain('frontend')
  })

  it('answers a mention in the thread it stands in', async () => {
    const opening = await shown((text) => text.includes('staging is healthy'))
    const delivery = await say('@ohmy status production', opening.ts)
    expect(delivery.ok).toBe(true)
    const status = await shown(
      (text) => text.includes('production is healthy') && !text.includes('backend in'),
    )
    expect(status.threadTs).toBe(opening.ts)
  })

  it('answers a mention in the channel in a thread under it', async () => {
    await say('hello @ohmy')
    const question = sandbox.workspace.messages('devops').at(-1)
    const answer = await sandbox.workspace.waitForMessage(
      'devops',
      ({ threadTs }) => threadTs === question?.ts,
      { timeout: 60_000 },
    )
    expect(answer.text).toContain('hello')
  })

  it('is brought up to date by Refresh, in the same message', async () => {
    const status = await shown((text) => text.startsWith('🟢') || text.includes('staging is healthy'))
    const before = posted()
    sandbox.account.world.setDesiredCount('ohmycoins-staging-backend', 0)
    await sandbox.workspace.click(viewer, status, 'Refresh')
    const refreshed = await shown((text) => text.includes('scaled to zero on purpose'))
    expect(refreshed.ts).toBe(status.ts)
    expect(refreshed.edits).toBe(1)
    expect(posted()).toBe(before)
  })

  it('shows one service in place of the overview, and goes back', async () => {
    await say('/ohmy status production')
    const overview = await shown((text) => text.includes('production is') && !text.includes('backend in'))
    await sandbox.workspace.click(viewer, overview, 'Details of a service', 'status frontend production')
    const details = await shown((text) => text.includes('frontend in production is'))
    expect(details.ts).toBe(overview.ts)
    await sandbox.workspace.click(viewer, details, 'Back to overview')
    const back = await sandbox.workspace.waitForMessage(
      'devops',
      ({ ts, edits }) => ts === overview.ts && edits === 2,
    )
    expect(back.text).toContain('production is healthy')
    expect(back.text).toContain('backend')
  })

  it('is not shown to somebody without a role', async () => {
    const stranger = { ...requester, slackId: 'U0NOBODY1', name: 'Nobody' }
    await expect(sandbox.workspace.say(stranger, 'devops', '/ohmy status staging')).resolves.toMatchObject({
      ok: true,
    })
    const refusal = await shown((text) => text.includes('you have none'))
    expect(refusal.ephemeralFor).toBe('U0NOBODY1')
  })

  it('passes the limits of Slack each time, and pings nobody', () => {
    const refused = sandbox.workspace.calls.filter(({ outcome }) => outcome !== 'ok')
    expect(refused.map(({ method, outcome }) => `${method} ${outcome}`)).toEqual([
      'users.info user_not_found',
    ])
    expect(sandbox.workspace.pings()).toEqual([])
  })
})

describe('asking for the status while AWS is in trouble', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())
  afterEach(() => sandbox.account.faults.clear())

  const say = (text: string) => sandbox.workspace.say(viewer, 'devops', text)
  const shown = (words: string, timeout = 10_000) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout })

  it('says what could not be read, and shows the rest', async () => {
    sandbox.account.faults.add({ action: 'DescribeAlarms', fault: { kind: 'accessDenied' } })
    await say('/ohmy status frontend production')
    const status = await shown('DescribeAlarms')
    expect(status.text).toContain('frontend in production')
    expect(status.text).toMatch(/2 of 2/)
    expect(status.text).not.toContain('assumed-role')
  })

  it('says that the state is unknown when AWS answers nothing', async () => {
    sandbox.account.faults.add({ fault: { kind: 'serverError' } })
    await say('/ohmy status backend staging')
    const status = await shown('The state of backend in staging is unknown')
    expect(status.text).toContain('backend in staging')
    expect(status.text).not.toContain('healthy')
  })
})
