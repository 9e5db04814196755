import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { approver, requester, viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

/** A whole month, whatever day it is today. */
function monthsAgo(count: number): string {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - count, 1)).toISOString().slice(0, 7)
}

describe('asking what it costs', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({
      configure: (yaml) =>
        yaml.replace('      approvals: {', '      access: { cost: operator }\n      approvals: {'),
    })
  })
  afterAll(() => sandbox.stop())
  afterEach(() => sandbox.account.faults.clear())

  const say = (text: string, person = requester) => sandbox.workspace.say(person, 'devops', text)
  const shown = (fits: (text: string) => boolean) =>
    sandbox.workspace.waitForMessage(
      'devops',
      ({ text, author }) => author !== requester.slackId && fits(text),
      {
        timeout: 60_000,
      },
    )
  const requests = () => sandbox.account.calls.all().filter(({ service }) => service === 'ce').length

  it('shows the whole account with a budget made of its estimates', async () => {
    const delivery = await say('/ohmy cost')
    expect(delivery.acknowledgedAfter).toBeLessThan(1_500)
    const answer = await shown((text) => text.includes('Cost Explorer was asked now'))
    expect(answer.ephemeralFor).toBeUndefined()
    expect(answer.text).toContain('525 USD')
    expect(requests()).toBe(4)
  })

  it('shows an environment without asking Cost Explorer again', async () => {
    await say('/ohmy cost staging')
    const answer = await shown((text) => text.includes('One more task a month'))
    expect(answer.text).toContain('at list prices: backend 36 USD, frontend 9 USD')
    expect(answer.text).toContain('135 USD')
    expect(requests()).toBe(4)
  })

  it('computes what an environment costs, beside the bill, without asking Cost Explorer again', async () => {
    await say('/ohmy cost estimate production')
    const answer = await shown((text) => text.includes('production: about'))
    expect(answer.text).toContain('Autoscaling may make it 349 to 710 USD')
    expect(answer.text).toMatch(/Fargate\s+90\s+\d+\s+120/)
    expect(answer.text).toContain('backend 2 × 1 vCPU, 2 GB; frontend 2 × 0.25 vCPU, 0.5 GB')
    expect(answer.text).toContain('List prices of us-east-1, as of 28 Nov 2026')
    expect(requests()).toBe(4)
    await sandbox.workspace.click(requester, answer, 'An environment', 'cost estimate staging')
    const staging = await shown((text) => text.includes('staging: about 148 USD a month'))
    expect(staging.ts).toBe(answer.ts)
    // Two weeks of figures say what its tasks would do with; in production they say that nothing smaller would.
    expect(staging.text).toContain('Tasks of backend with 0.25 vCPU, 1 GB')
    expect(staging.text).toMatch(
      /At most 1\d % CPU \(\d+ % for a moment\) and 3\d % memory in 336 of 336 hours/,
    )
    expect(staging.text).toContain('frontend, 0.25 vCPU, 0.5 GB: Fargate has nothing smaller')
    await say('/ohmy cost estimate')
    const all = await shown((text) => text.includes('All environments: about 497 USD a month'))
    expect(all.text).toContain('5,963 USD a year')
    expect(all.text).toMatch(/Together\s+497\s+\d+\s+525/)
    expect(all.text).not.toContain('Size of the tasks')
  })

  it('answers what would be otherwise, and what cannot be', async () => {
    await say('/ohmy cost estimate staging --what-if "backend=4 memory=4096"')
    const answer = await shown((text) => text.includes('staging with backend=4 memory=4096'))
    expect(answer.text).toContain('134 USD more than the 148 USD of now')
    await say('/ohmy cost estimate staging --what-if "backend=4 memory=100"')
    const refusal = await shown((text) => text.includes('no task with 1024 CPU units and 100 MB'))
    expect(refusal.text).toContain('2048 to 8192 MB by 1024')
    expect(refusal.ephemeralFor).toBe(requester.slackId)
  })

  it('compares the prices in use to AWS’s own list, guesses nothing, and writes the lines to take over', async () => {
    const { world } = sandbox.account
    world.setPrice('APS2-NatGateway-Hours', '0.0000000000')
    world.setPrice('APS2-LCUUsage', undefined)
    await say('/ohmy prices refresh staging')
    const answer = await shown((text) => text.includes('prices differ from AWS’s own list'))
    expect(answer.text).toMatch(/fargateVcpuHour\s+0\.04048\s+0\.04856\s+\+20 %/)
    expect(answer.text).toContain('natGatewayHour: the list has a price for NatGateway-Hours that is none')
    expect(answer.text).toContain('lcuHour: the list has no LCUUsage; 0.008 stays in use')
    expect(answer.text).toContain('      fargateVcpuHour: 0.04856')
    expect(answer.text).toContain('      lcuHour: 0.008 # as before: the list has no LCUUsage')
    sandbox.account.faults.add({ action: 'GetProducts', fault: { kind: 'accessDenied' } })
    await say('/ohmy prices refresh production')
    await shown((text) => text.includes('pricing:GetProducts'))
  })

  it('says that it cannot be computed where ECS does not tell what runs', async () => {
    sandbox.account.faults.add({ action: 'DescribeServices', fault: { kind: 'accessDenied' } })
    await say('/ohmy cost estimate staging')
    await shown((text) => text.includes('ecs:DescribeServices'))
  })

  it('computes all the same where autoscaling may not be asked, and says so', async () => {
    sandbox.account.faults.add({ action: 'DescribeScalableTargets', fault: { kind: 'accessDenied' } })
    await say('/ohmy cost estimate production')
    const answer = await shown((text) => text.includes('Not read: autoscaling'))
    expect(answer.text).toContain('production: about 349 USD a month')
    expect(answer.text).not.toContain('Autoscaling may make it')
  })

  it('advises no size where the figures may not be read, or are too few', async () => {
    sandbox.account.faults.add({ action: 'GetMetricData', fault: { kind: 'accessDenied' } })
    await say('/ohmy cost estimate staging')
    const denied = await shown((text) =>
      text.includes(
        'Not read: whether tasks have the size they need — ohmy is not allowed to call cloudwatch:GetMetricData',
      ),
    )
    expect(denied.text).not.toContain('Tasks of backend')
    sandbox.account.faults.clear()
    const { world } = sandbox.account
    const dimensions = { ClusterName: 'ohmycoins-staging-cluster', ServiceName: 'ohmycoins-staging-backend' }
    world.measureSince({ namespace: 'AWS/ECS', metric: 'CPUUtilization', dimensions }, 30 * 3_600_000)
    await say('/ohmy cost estimate staging')
    const few = await shown((text) => text.includes('too little was seen'))
    expect(few.text).toMatch(
      /nothing is advised, because too little was seen: (29|30|31) of at least 168 hours/,
    )
    expect(few.text).not.toContain('Tasks of backend')
  })

  it('shows another month from every side, in the same message', async () => {
    await say(`/ohmy cost --month ${monthsAgo(2)}`)
    const overview = await shown((text) => text.includes('% of a budget of 525 USD'))
    expect(overview.text).toContain('untagged')
    const posted = sandbox.workspace.messages('devops').length
    const value = `cost staging --month ${monthsAgo(2)}`
    await sandbox.workspace.click(requester, overview, 'An environment', value)
    const lines = await shown((text) => text.includes('VPC flow logs') && text.includes('% of a budget'))
    expect(lines.ts).toBe(overview.ts)
    await sandbox.workspace.click(requester, lines, 'By service')
    const services = await shown((text) => text.includes('Service, USD'))
    await sandbox.workspace.click(requester, services, 'By day')
    const byDay = await shown((text) => text.includes('Day (UTC)'))
    await sandbox.workspace.click(requester, byDay, 'Whole account')
    const back = await sandbox.workspace.waitForMessage(
      'devops',
      ({ ts, edits }) => ts === overview.ts && edits === 4,
    )
    expect(back.text).toContain('untagged')
    expect(sandbox.workspace.messages('devops')).toHaveLength(posted)
    expect(requests()).toBe(6)
  })

  it('does not tell the whole to somebody who may not see a part of it', async () => {
    await say('/ohmy cost', viewer)
    const refusal = await shown((text) => text.includes('whose costs you may not see'))
    expect(refusal.ephemeralFor).toBe(viewer.slackId)
    expect(refusal.text).toContain('/ohmy cost staging')
    await say('/ohmy cost production --by day', viewer)
    expect((await shown((text) => text.includes('takes the role operator'))).ephemeralFor).toBe(
      viewer.slackId,
    )
    await say('/ohmy cost staging', viewer)
    const allowed = await sandbox.workspace.waitForMessage(
      'devops',
      ({ text }) => text.includes('Asked by Vera'),
      { timeout: 60_000 },
    )
    expect(allowed.text).toContain('staging, ')
  })

  it('tells what asking has cost', async () => {
    await say('/ohmy cost api', approver)
    const answer = await shown((text) => text.includes('requests to Cost Explorer today'))
    expect(answer.text).toContain('6 of 9 requests')
    expect(answer.text).toContain('0.06 USD')
  })

  it.each([
    ['/ohmy cost --month 2019-01', 'Cost Explorer keeps 2019-01 no longer'],
    ['/ohmy cost --month 2099-01', '2099-01 has not come yet'],
    ['/ohmy cost --month soon', 'is not a month'],
    ['/ohmy cost staging --by tag', 'nothing to split'],
    ['/ohmy cost --by week', 'is not possible here'],
  ])('answers %s with what is possible', async (typed, words) => {
    await say(typed)
    expect((await shown((text) => text.includes(words))).ephemeralFor).toBe(requester.slackId)
  })

  it('answers the terminal, too', async () => {
    const reply = await sandbox.bot.dispatch.run('cost staging --by service', {
      id: requester.slackId,
      name: 'rita',
      origin: 'terminal',
    })
    expect(reply.failed).toBeUndefined()
    expect(reply.message.text).toContain('staging, ')
    expect(reply.message.blocks.some(({ type }) => type === 'actions')).toBe(false)
    expect(reply.data).toMatchObject({ environment: 'staging', split: 'service' })
  })

  it('passes the limits of Slack each time, and pings nobody', () => {
    expect(sandbox.workspace.calls.filter(({ outcome }) => outcome !== 'ok')).toEqual([])
    expect(sandbox.workspace.pings()).toEqual([])
  })
})
