import { CloudWatch } from '@aws-sdk/client-cloudwatch'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { approver, requester, viewer } from '../../sandbox/people.js'
import { until } from '../support/until.js'
import { readPng } from '../support/png.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

const own = 'ohmycoins-staging-infrastructure'

describe('a dashboard in Slack', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    // On a busy machine an operation may take its minute, and its requester would be told.
    sandbox = await startSandbox({
      configure: (yaml) =>
        `${yaml.replace(/^ {6}approvals: \{.*\}$/m, '      approvals: { dashboard: 1 }')}\nnotify:\n  approvers: channel\n  requester: channel\n`,
    })
  })
  afterAll(() => sandbox.stop())
  afterEach(() => {
    sandbox.account.faults.clear()
    sandbox.workspace.faults.clear()
  })

  const say = (text: string, person = viewer, threadTs?: string) =>
    sandbox.workspace.say(person, 'devops', text, threadTs === undefined ? {} : { threadTs })
  const all = () => sandbox.workspace.messages('devops')

  /** The first message after the call that fits. */
  async function after(act: () => Promise<unknown>, fits: (text: string) => boolean) {
    const before = all().length
    await act()
    return until('the answer', () =>
      all()
        .slice(before)
        .find(({ text, author }) => author.startsWith('U0OHMY') && fits(text)),
    )
  }

  /** The post with the pictures that follows a message. */
  const picturesAfter = (ts: string) =>
    until('the pictures', () => all().find((message) => message.ts > ts && (message.files?.length ?? 0) > 0))

  it('is drawn as CloudWatch draws it: one post with all pictures, under the words', async () => {
    const words = await after(
      () => say('/ohmy dashboard'),
      (text) => text.includes(own),
    )
    expect(words.text).toContain('Last 3 h, until')
    expect(words.text).toContain('Its 6 pictures follow')
    expect(words.text).toContain('Who to ask: #devops')
    const { files = [] } = await picturesAfter(words.ts)
    expect(files.map(({ title }) => title)).toEqual([
      'ECS backend',
      'ALB response times',
      'ALB status codes',
      'RDS connections and CPU',
      'Redis hit rate and engine CPU',
      'ECS tasks',
    ])
    const response = await fetch(`${sandbox.workspace.url}${files[0]?.url ?? ''}`)
    expect(response.headers.get('content-type')).toBe('image/png')
    const png = readPng(new Uint8Array(await response.arrayBuffer()))
    expect(png.width).toBe(480)
    expect(png.count('#1f77b4')).toBeGreaterThan(100)
  })

  it('is asked for in the team’s time and over the whole time that was named', async () => {
    sandbox.account.calls.reset()
    const words = await after(
      () => say('/ohmy dashboard infrastructure prod --since 24h'),
      (text) => text.includes('ohmycoins-prod-infrastructure'),
    )
    expect(words.text).toContain('Last day')
    const asked = sandbox.account.calls
      .of('GetMetricWidgetImage')
      .map(
        ({ input }) => JSON.parse((input as { MetricWidget: string }).MetricWidget) as Record<string, string>,
      )
    expect(asked).toHaveLength(6)
    for (const { start = '', end = '', timezone } of asked) {
      expect(Date.parse(end) - Date.parse(start)).toBe(24 * 3_600_000)
      expect(timezone).toMatch(/^\+1[01]00$/)
    }
    expect(words.text).toContain('Alarms: CloudWatch draws no alarm widgets')
    expect(words.text).toContain('Errors of the backend: CloudWatch draws no log widgets')
  })

  it('is drawn where it was asked for: in the thread', async () => {
    const { ts } = await after(
      () => say('/ohmy help', requester),
      () => true,
    )
    await say('@ohmy dashboard staging', viewer, ts)
    const pictures = await until('the pictures in the thread', () =>
      all().find((message) => message.threadTs === ts && (message.files?.length ?? 0) > 0),
    )
    expect(pictures.files).toHaveLength(6)
  })

  it('names a widget that CloudWatch does not draw, and shows the others', async () => {
    sandbox.account.faults.add({ action: 'GetMetricWidgetImage', fault: { kind: 'accessDenied' }, times: 1 })
    const words = await after(
      () => say('/ohmy dashboard staging'),
      (text) => text.includes('Not drawn'),
    )
    expect(words.text).toContain('Its 5 pictures follow')
    expect(words.text).toContain('ohmy is not allowed to call cloudwatch:GetMetricWidgetImage')
  })

  it('says so when Slack does not take the pictures', async () => {
    sandbox.workspace.faults.refuse({
      method: 'files.getUploadURLExternal',
      error: 'file_uploads_disabled',
      times: 6,
    })
    const missing = await after(
      () => say('/ohmy dashboard staging'),
      (text) => text.includes('did not take'),
    )
    expect(missing.text).toContain('file_uploads_disabled')
  })

  it('tells what there is when a name is wrong, and whose it is when it is another environment’s', async () => {
    const wrong = await after(
      () => say('/ohmy dashboard infrastucture staging'),
      (text) => text.includes('There is no dashboard'),
    )
    expect(wrong.text).toContain(`/ohmy dashboard ${own} staging`)
    const foreign = await after(
      () => say('/ohmy dashboard ohmycoins-prod-infrastructure staging'),
      (text) => text.includes('belongs to production'),
    )
    expect(foreign.ephemeralFor).toBe(viewer.slackId)
  })

  it('is chosen from a menu', async () => {
    const list = await after(
      () => say('/ohmy dashboard list staging'),
      (text) => text.includes('1 dashboard for staging'),
    )
    const value = `dashboard --name ${own} --environment staging`
    const words = await after(
      () => sandbox.workspace.click(viewer, list, 'Choose a dashboard', value),
      (text) => text.includes('pictures follow'),
    )
    expect(words.text).toContain(own)
  })

  it('is checked: what shows nothing is told with what to fix, in few calls', async () => {
    sandbox.account.calls.reset()
    const check = await after(
      () => say('/ohmy dashboard check staging'),
      (text) => text.includes('widgets are wrong'),
    )
    expect(check.text).toContain('2 of 6 widgets are wrong')
    expect(check.text).toContain('there is no `DBInstanceIdentifier=ohmycoins-stag-postgres`')
    expect(check.text).toContain('there is `ohmycoins-staging-postgres`')
    expect(check.text).toContain('add `ClusterName=ohmycoins-staging-cluster`')
    // Eleven metrics of different names; two of them once more for a namespace at most.
    expect(sandbox.account.calls.count('ListMetrics')).toBeLessThanOrEqual(13)
    const good = await after(
      () => say('/ohmy dashboard check production'),
      (text) => text.includes('metrics exist'),
    )
    expect(good.text).toContain('Not looked at: 1 alarm widget, 1 log widget')
  })

  it('is not changed by somebody who may only look, nor without its environment', async () => {
    const refused = await after(
      () => say('/ohmy dashboard apply infrastructure staging'),
      (text) => text.includes('takes the role operator'),
    )
    expect(refused.ephemeralFor).toBe(viewer.slackId)
    const which = await after(
      () => say('/ohmy dashboard apply infrastructure', requester),
      (text) => text.includes('No environment was named'),
    )
    expect(which.text).toContain('/ohmy dashboard apply infrastructure staging')
    expect(sandbox.account.calls.count('PutDashboard')).toBe(0)
  })

  it('is not changed from a channel in which changes are not allowed', async () => {
    await sandbox.workspace.say(requester, 'incidents', '/ohmy dashboard apply infrastructure staging')
    const refused = await sandbox.workspace.waitForMessage('incidents', ({ text }) =>
      text.includes('is not changed from'),
    )
    expect(refused.text).toContain('#devops')
    expect(sandbox.account.calls.count('PutDashboard')).toBe(0)
  })

  it('is planned in words without changing anything', async () => {
    const plan = await after(
      () => say('/ohmy dashboard apply infrastructure staging --dry-run', requester),
      (text) => text.includes('only a plan'),
    )
    expect(plan.text).toContain('ohmycoins-stag-postgres → ohmycoins-staging-postgres')
    expect(plan.text).toContain('TargetResponseTime p99')
    expect(plan.text).toContain('1 widget goes away: “Oh My Coins: staging”')
    expect(sandbox.account.calls.count('PutDashboard')).toBe(0)
  })

  it('is put once, then shows everything, is left alone, and is put back', async () => {
    const puts = () => sandbox.account.calls.count('PutDashboard')
    const card = await after(
      () => say('/ohmy dashboard apply infrastructure staging', requester),
      (text) => text.includes('Done'),
    )
    expect(card.text).toContain('CloudWatch has what was put')
    expect(puts()).toBe(1)
    const check = await after(
      () => say('/ohmy dashboard check staging'),
      (text) => text.includes('metrics exist'),
    )
    expect(check.text).toContain('All 16 metrics exist')
    const again = await after(
      () => say('/ohmy dashboard apply infrastructure staging', requester),
      (text) => text.includes('already as the template'),
    )
    expect(again.ephemeralFor).toBe(requester.slackId)
    await after(
      () => sandbox.workspace.click(requester, card, 'Undo'),
      (text) => text.includes('Put the dashboard') && text.includes('Done'),
    )
    expect(puts()).toBe(2)
    const wrong = await after(
      () => say('/ohmy dashboard check staging'),
      (text) => text.includes('widgets are wrong'),
    )
    expect(wrong.text).toContain('2 of 6')
  })

  it('is not put back over what somebody saved since', async () => {
    const card = await after(
      () => say('/ohmy dashboard apply infrastructure staging', requester),
      (text) => text.includes('Change the dashboard') && text.includes('Done'),
    )
    const cloudWatch = new CloudWatch({ endpoint: sandbox.account.url, region: 'ap-southeast-2' })
    const before = await cloudWatch.getDashboard({ DashboardName: own })
    const changed = (before.DashboardBody ?? '').replace('ALB: response times', 'ALB: how slow')
    await cloudWatch.putDashboard({ DashboardName: own, DashboardBody: changed })
    const refused = await after(
      () => sandbox.workspace.click(requester, card, 'Undo'),
      (text) => text.includes('Somebody saved'),
    )
    expect(refused.text).toContain('would overwrite')
    const kept = await cloudWatch.getDashboard({ DashboardName: own })
    expect(kept.DashboardBody).toContain('ALB: how slow')
    cloudWatch.destroy()
  })

  it('is put once also when the answer of CloudWatch is lost', async () => {
    sandbox.account.faults.add({ action: 'PutDashboard', fault: { kind: 'drop', when: 'after' }, times: 1 })
    const changes = sandbox.account.calls.changes().length
    const card = await after(
      () => say('/ohmy dashboard apply infrastructure staging', requester),
      (text) => text.includes('Change the dashboard') && text.includes('Done'),
    )
    expect(card.text).toContain('is as it should be')
    expect(sandbox.account.calls.changes().length - changes).toBe(1)
  })

  it('waits for an approval where policy asks for one', async () => {
    const card = await after(
      () => say('/ohmy dashboard apply infrastructure production', requester),
      (text) => text.includes('Waiting for approval'),
    )
    expect(card.text).toContain('Errors of the backend')
    const puts = sandbox.account.calls.count('PutDashboard')
    await sandbox.workspace.click(approver, card, 'Approve')
    await sandbox.workspace.waitForMessage(
      'devops',
      ({ ts, text }) => ts === card.ts && text.includes('Done'),
    )
    expect(sandbox.account.calls.count('PutDashboard')).toBe(puts + 1)
  })

  it('pings nobody, and Slack refused nothing but what was meant to be refused', () => {
    expect(sandbox.workspace.pings()).toEqual([])
    const refused = sandbox.workspace.calls.filter(({ outcome }) => outcome !== 'ok')
    expect(new Set(refused.map(({ method }) => method))).toEqual(new Set(['files.getUploadURLExternal']))
  })
})
