import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { approver, requester, viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const backend = 'ohmycoins-prod-backend'
const frontend = 'ohmycoins-staging-frontend'

describe('the tasks of a service', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())
  beforeEach(() => sandbox.account.calls.reset())

  const say = (text: string, person = requester) => sandbox.workspace.say(person, 'devops', text)
  const card = (words: string) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout: 60_000 })
  const terminal = (text: string) =>
    sandbox.bot.dispatch.run(text, { id: approver.slackId, name: approver.name, origin: 'terminal' })
  const wanted = (service: string) =>
    sandbox.account.world.tasks(service).filter(({ desiredStatus }) => desiredStatus === 'RUNNING')
  const stops = () => sandbox.account.calls.of('StopTask').filter((call) => call.effective)

  it('are listed with version, zone, age, health, and CPU on average', async () => {
    await say('/ohmy tasks backend production', viewer)
    const { text, blocks } = await card('backend in production runs 2 of 2 tasks')
    for (const { id } of wanted(backend)) {
      expect(text).toMatch(
        new RegExp(`🟢 \`${id.slice(0, 8)}\` · \`sprint-12-3f4021a\` · zone [ab] · \\d+ d`),
      )
    }
    expect(text).toMatch(/CPU \d+ % on average; each task’s own is measured by Container Insights/)
    expect(text).toContain('ap-southeast-2')
    expect(JSON.stringify(blocks)).toContain(`--task ${wanted(backend)[0]?.id.slice(0, 8)}`)
  })

  it('are listed with their own CPU where CloudWatch measures it', async () => {
    sandbox.account.world.observeTasks(backend)
    const { message, data } = await terminal('tasks backend production')
    expect(message.text.match(/🟢.*CPU \d+ %/g)).toHaveLength(2)
    expect(message.text).not.toContain('on average')
    expect(message.text).not.toContain('Stop a task')
    expect(data).toMatchObject({
      service: 'backend',
      desired: 2,
      tasks: [{ health: 'healthy', state: 'running', cpu: expect.any(Number) }, { health: 'healthy' }],
      missing: [],
    })
  })

  it('that are unhealthy come first, with what the load balancer says', async () => {
    const [, ill] = wanted(backend)
    sandbox.account.world.setTargetState(backend, 'unhealthy', ill?.id)
    const { message } = await terminal('tasks backend production')
    const lines = message.text.split('\n')
    expect(lines[0]).toBe('🔴 backend in production runs 2 of 2 tasks, 1 unhealthy')
    expect(lines[1]).toMatch(new RegExp(`^🔴 .*${ill?.id.slice(0, 8)}.? · unhealthy · `))
    expect(message.text).toMatch(new RegExp(`${ill?.id.slice(0, 8)} {2}\\S+`))
  })

  it('are listed all the same where their health may not be read', async () => {
    const rule = sandbox.account.faults.add({
      action: 'DescribeTargetHealth',
      fault: { kind: 'accessDenied' },
    })
    const { message } = await terminal('tasks frontend staging')
    rule.clear()
    expect(message.text).toContain('frontend in staging runs 1 of 1 task')
    expect(message.text).toContain('Not read: target health')
    expect(message.text).toMatch(/^❓ .*\n❓ /)
  })

  it('are stopped one at a time, with a reason, after an approval; another one takes its place', async () => {
    const [first, second] = wanted(backend)
    const short = second?.id.slice(0, 8)
    await say(`/ohmy stop-task backend production --task ${short} --reason "it hangs"`)
    const waiting = await card(`Stop task ${short} of backend in production — Waiting for approval`)
    expect(waiting.text).toContain('ECS starts another one of the same version: 2 are wanted.')
    expect(stops()).toHaveLength(0)
    await sandbox.workspace.click(approver, waiting, 'Approve')
    const done = await card(`Stop task ${short} of backend in production — Done`)
    expect(done.text).toContain('reason: it hangs')
    expect(done.text).toContain('2 of 2 targets healthy')
    expect(stops().map(({ input }) => input)).toEqual([
      {
        cluster: 'ohmycoins-prod-cluster',
        task: second?.id,
        reason: expect.stringMatching(/^Stopped by Rita Requester with ohmy \(op-\w{7}\): it hangs$/),
      },
    ])
    const ids = wanted(backend).map(({ id }) => id)
    expect(ids).toHaveLength(2)
    expect(ids).toContain(first?.id)
    expect(ids).not.toContain(second?.id)
  })

  it('are not stopped without a word where it is the only one that runs', async () => {
    const [only] = wanted(frontend)
    const short = only?.id.slice(0, 8)
    await say(`/ohmy stop-task frontend staging --task ${short} --reason "try a new one"`)
    const asks = await card(`Stop task ${short} of frontend in staging — Waiting for a confirmation`)
    expect(asks.text).toContain('It is the only task of frontend in staging that runs')
    expect(stops()).toHaveLength(0)
    await sandbox.workspace.click(requester, asks, 'Confirm …')
    const modal = await sandbox.workspace.waitForModal(requester)
    await sandbox.workspace.submit(requester, modal, { word: 'frontend' })
    await card(`Stop task ${short} of frontend in staging — Done`)
    expect(stops()).toHaveLength(1)
    await until('another one', () => wanted(frontend).length === 1 && wanted(frontend)[0]?.id !== only?.id)
  })

  it('that nobody knows are refused, and where there is no reason a form asks for it', async () => {
    await say('/ohmy stop-task frontend staging --task ffffffff --reason "it hangs"')
    const { text } = await card(
      'No task of frontend in staging that runs has an id that begins with ffffffff.',
    )
    expect(text).toContain('/ohmy tasks frontend staging')
    await say(`/ohmy stop-task frontend staging --task ${wanted(frontend)[0]?.id.slice(0, 8)}`)
    const modal = await sandbox.workspace.waitForModal(requester)
    expect(JSON.stringify(modal)).toContain('reason')
    expect(stops()).toHaveLength(0)
  })

  it('are not stopped by who may only look', async () => {
    await say('/ohmy stop-task frontend staging --task ffffffff --reason "it hangs"', viewer)
    await card('`stop-task` in staging takes the role operator; you have viewer.')
    expect(sandbox.account.calls.changes()).toEqual([])
  })
})
