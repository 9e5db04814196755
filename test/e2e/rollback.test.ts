import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

const backend = 'ohmycoins-staging-backend'
const frontend = 'ohmycoins-staging-frontend'

describe('rolling back', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())
  beforeEach(() => sandbox.account.calls.reset())

  const say = (text: string) => sandbox.workspace.say(requester, 'devops', text)
  const card = (words: string, timeout = 60_000) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout })
  const runs = (service = backend) => sandbox.account.world.service(service).taskDefinition
  const effective = (action: string) => sandbox.account.calls.of(action).filter((call) => call.effective)

  it('shows with --dry-run what it goes back to, why that is trusted, and what stays', async () => {
    await say('/ohmy rollback backend staging --dry-run')
    const { text } = await card('Roll backend in staging back to sprint-11-a8d20f6 — only a plan')
    expect(text).toContain('Task definition: ohmycoins-staging-backend:42 → ohmycoins-staging-backend:40')
    expect(text).toContain('Image: sprint-12-3f4021a → sprint-11-a8d20f6')
    expect(text).toContain('Variable APP_VERSION: sprint-12-3f4021a → sprint-11-a8d20f6')
    expect(text).toMatch(
      /Trusted: its deployment succeeded \d{4}-\d\d-\d\d \d\d:\d\d UTC and served for .+ Image sha256:/,
    )
    expect(text).toContain('Not reverted: database migrations, and network, load balancer and platform')
    expect(text).toContain('Database migrations are not undone')
    expect(sandbox.account.calls.changes()).toEqual([])
  })

  it('deploys the last version that is proven, and follows it', async () => {
    await say('/ohmy rollback backend staging')
    const done = await card('Roll backend in staging back to sprint-11-a8d20f6 — Done')
    expect(done.text).toContain('1 of 1 new task running')
    expect(done.text).toContain('1 of 1 target healthy')
    expect(runs()).toBe('ohmycoins-staging-backend:40')
    expect(effective('UpdateService').map(({ input }) => input)).toEqual([
      {
        cluster: 'ohmycoins-staging-cluster',
        service: backend,
        taskDefinition: expect.stringContaining('ohmycoins-staging-backend:40'),
      },
    ])
  })

  it('warns who would come back to what was just left, and Undo does just that', async () => {
    await say('/ohmy rollback backend staging --dry-run')
    const plan = await card('Roll backend in staging back to sprint-12-3f4021a — only a plan')
    expect(plan.text).toContain('sprint-12-3f4021a itself was replaced by what ran before it')
    const done = await card('Roll backend in staging back to sprint-11-a8d20f6 — Done')
    await sandbox.workspace.click(requester, done, 'Undo')
    await card('Roll backend in staging back to sprint-12-3f4021a — Done')
    expect(runs()).toBe('ohmycoins-staging-backend:42')
  })

  it('stops a running deployment, and ECS goes back', async () => {
    sandbox.account.world.setImage('sprint-13-7ac41be', 'unhealthy')
    sandbox.account.world.deploy(frontend, 'sprint-13-7ac41be')
    await say('/ohmy rollback frontend staging')
    const done = await card('Roll frontend in staging back to sprint-12-3f4021a — Done')
    expect(done.text).toContain('ECS was told to stop it')
    expect(runs(frontend)).toBe('ohmycoins-staging-frontend:31')
    expect(effective('StopServiceDeployment')).toHaveLength(1)
    expect(effective('UpdateService')).toHaveLength(0)
    expect(sandbox.account.world.service(frontend).serviceDeployment).toBe('ROLLBACK_SUCCESSFUL')
  })

  it('after ECS went back by itself goes one further, since what runs is what ECS went back to', async () => {
    await say('/ohmy rollback frontend staging --dry-run')
    const { text } = await card('Roll frontend in staging back to sprint-11-a8d20f6 — only a plan')
    expect(text).toContain('ohmycoins-staging-frontend:31 → ohmycoins-staging-frontend:30')
  })

  it('answers the hook that holds a deployment', async () => {
    sandbox.account.world.setImage('sprint-13-7ac41be', 'good')
    sandbox.account.world.setDeploymentConfiguration(frontend, {
      lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_SCALE_UP'] }],
    })
    sandbox.account.world.deploy(frontend, 'sprint-13-7ac41be')
    sandbox.account.advance(120_000)
    await say('/ohmy rollback frontend staging --dry-run')
    const plan = await card('POST_SCALE_UP')
    expect(plan.text).toContain('answered with “roll back”')
    await say('/ohmy rollback frontend staging --reason "held too long"')
    const done = await card('reason: held too long')
    const ended = await card('its lifecycle hook was answered')
    expect(ended.ts).toBe(done.ts)
    await card('Roll frontend in staging back to sprint-12-3f4021a — Done')
    expect(effective('ContinueServiceDeployment').map(({ input }) => input)).toMatchObject([
      { action: 'ROLLBACK' },
    ])
    expect(effective('StopServiceDeployment')).toHaveLength(0)
    sandbox.account.world.setDeploymentConfiguration(frontend, { lifecycleHooks: [] })
  })

  it('registers a copy of a version that was deregistered, and deregisters nothing', async () => {
    await say('/ohmy rollback backend staging --to 38')
    const done = await card('Roll backend in staging back to sprint-9-5c0de11 — Done')
    expect(done.text).toContain('Register the task definition — ohmycoins-staging-backend:43')
    expect(runs()).toBe('ohmycoins-staging-backend:43')
    expect(effective('RegisterTaskDefinition')).toHaveLength(1)
    expect(sandbox.account.calls.count('DeregisterTaskDefinition')).toBe(0)
  })

  it('goes to a version that is named by its tag', async () => {
    await say('/ohmy rollback backend staging --to sprint-10-91c7be2')
    await card('Roll backend in staging back to sprint-10-91c7be2 — Done')
    expect(runs()).toBe('ohmycoins-staging-backend:39')
  })

  it('refuses a version that nobody knows, naming those that ran well', async () => {
    await say('/ohmy rollback backend staging --to sprint-99-0000000')
    const { text } = await card('sprint-99-0000000 was never deployed')
    expect(text).toContain('sprint-12-3f4021a')
  })

  it('is refused for a service that another tool deploys', async () => {
    sandbox.account.world.setDeploymentController('ohmycoins-prod-backend', 'EXTERNAL')
    await say('/ohmy rollback backend production')
    expect((await card('deployment controller EXTERNAL')).text).toContain('with that tool')
    expect(sandbox.account.calls.changes()).toEqual([])
  })

  it('posted nothing that pings anybody', () => {
    expect(sandbox.workspace.pings()).toEqual([])
  })
})
