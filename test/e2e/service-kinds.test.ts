import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const backend = 'ohmycoins-staging-backend'
const frontend = 'ohmycoins-staging-frontend'
const spot = {
  capacityProviderStrategy: [
    { capacityProvider: 'FARGATE', weight: 1, base: 1 },
    { capacityProvider: 'FARGATE_SPOT', weight: 3 },
  ],
}

describe('a service of another kind', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())
  beforeEach(() => sandbox.account.calls.reset())
  afterEach(() => sandbox.account.world.setKind(backend, undefined))

  const said = (text: string) =>
    sandbox.bot.dispatch.run(text, { id: requester.slackId, name: requester.name, origin: 'terminal' })
  async function runs(service: string, tag: string) {
    const { world } = sandbox.account
    world.deploy(service, tag)
    await until('it runs', () => {
      const { rolloutState, deployments, image } = world.service(service)
      return rolloutState === 'COMPLETED' && deployments === 1 && image.endsWith(tag)
    })
  }

  it('with one task on each instance has no count to scale', async () => {
    sandbox.account.world.setKind(backend, { isDaemon: true })
    const { failed, message } = await said('scale backend 2 staging')
    expect(failed).toBe('refused')
    expect(message.text).toContain('it has no count to scale')
    expect((await said('status backend staging')).message.text).toContain('one task on each instance')
    expect((await said('restart backend staging --dry-run')).failed).toBeUndefined()
    expect(sandbox.account.calls.changes()).toEqual([])
  })

  it('on Spot says which share, for the service and for each task', async () => {
    sandbox.account.world.setKind(backend, spot)
    await runs(backend, 'sprint-13-7ac41be')
    const { message } = await said('status backend staging')
    expect(message.text).toContain('Fargate 25 % (the first 1), Fargate Spot 75 %')
    expect((await said('tasks backend staging')).message.text).toMatch(/· Fargate Spot|zone [ab] · [^·]+$/m)
  })

  it('is compared with what it was then before a rollback, in all that stays', async () => {
    const { world } = sandbox.account
    const same = await said('rollback frontend staging --dry-run')
    expect(same.message.text).toContain('which stay as they are (they were the same then)')
    world.setKind(frontend, {
      ...spot,
      serviceConnectConfiguration: { enabled: true, namespace: 'internal', services: [{ portName: 'web' }] },
      vpcLatticeConfigurations: [
        {
          roleArn: 'arn:aws:iam::123456789012:role/lattice',
          targetGroupArn: 'arn:aws:vpc-lattice:ap-southeast-2:123456789012:targetgroup/tg-0a1b2c3d4e5f60718',
          portName: 'web',
        },
      ],
      volumeConfigurations: [
        { name: 'data', managedEBSVolume: { sizeInGiB: 20, roleArn: 'arn:aws:iam::123456789012:role/ebs' } },
      ],
    })
    await runs(frontend, 'sprint-13-7ac41be')
    const { message } = await said('rollback frontend staging --dry-run')
    expect(message.text).toContain('capacity: Fargate 25 % (the first 1), Fargate Spot 75 % (then Fargate)')
    expect(message.text).toContain('Service Connect: internal, web (then none)')
    expect(message.text).toContain('VPC Lattice: tg-0a1b2c3d4e5f60718 (then none)')
    expect(message.text).toContain('volumes: data of 20 GiB (then none)')
    expect(message.text).not.toContain('they were the same then')
    const difference = await said('diff frontend staging')
    expect(difference.message.text).toContain(
      'capacity: Fargate → Fargate 25 % (the first 1), Fargate Spot 75 %',
    )
    const across = await said('diff frontend staging production')
    expect(across.message.text).toContain('Capacity: Fargate 25 % (the first 1), Fargate Spot 75 % → Fargate')
    world.setKind(frontend, undefined)
  })

  it('without a load balancer is no fault', async () => {
    sandbox.account.world.removeLoadBalancer(backend)
    await runs(backend, 'sprint-14-0c9b7aa')
    const { message } = await said('status backend staging')
    expect(message.text).toContain('🟢 backend in staging is healthy')
    expect((await said('tasks backend staging')).message.text).toContain('nothing checks its health')
  })
})

describe('a service in Express Mode', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
    sandbox.account.world.makeExpress(backend)
    await until('it is at rest', () => sandbox.account.world.service(backend).healthyCount === 1)
  })
  afterAll(() => sandbox.stop())
  beforeEach(() => sandbox.account.calls.reset())

  const said = (text: string) =>
    sandbox.bot.dispatch.run(text, { id: requester.slackId, name: requester.name, origin: 'terminal' })
  const say = (text: string) => sandbox.workspace.say(requester, 'devops', text)
  const card = (words: string) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout: 60_000 })
  const changed = () => sandbox.account.calls.changes().map(({ action }) => action)
  const image = () => sandbox.account.world.service(backend).image

  it('is told with its range, its address and what it runs', async () => {
    const { message } = await said('status backend staging')
    expect(message.text).toContain('backend in staging is healthy')
    expect(message.text).toContain(`Express Mode at https://${backend}.ecs.ap-southeast-2.on.aws`)
    expect(message.text).toContain('1–4')
    expect((await said('revisions backend staging')).failed).toBeUndefined()
  })

  it('takes another version by its own call, in a canary that is followed', async () => {
    const before = image()
    const plan = await said('deploy backend sprint-13-7ac41be staging --dry-run')
    expect(plan.message.text).toContain(
      'An Express Mode service: ECS takes the task definition by its own call',
    )
    await say('/ohmy deploy backend sprint-13-7ac41be staging')
    await card('Deploy sprint-13-7ac41be to backend in staging — Done')
    expect(changed()).toEqual(['RegisterTaskDefinition', 'UpdateExpressGatewayService'])
    expect(image()).toContain('sprint-13-7ac41be')

    sandbox.account.calls.reset()
    await say('/ohmy rollback backend staging')
    await card('Roll backend in staging back to sprint-12-3f4021a — Done')
    expect(changed()).toEqual(['UpdateExpressGatewayService'])
    expect(image()).toBe(before)
  })

  it('gets another range by its own call, and Undo brings the one before', async () => {
    const range = () => {
      const { min, max } =
        sandbox.account.world.scalableTarget(`service/ohmycoins-staging-cluster/${backend}`) ?? {}
      return [min, max]
    }
    await say('/ohmy scale backend 1..6 staging')
    const done = await card('Let autoscaling keep backend in staging between 1 and 6 tasks — Done')
    expect(range()).toEqual([1, 6])
    await sandbox.workspace.click(requester, done, 'Undo')
    await card('Let autoscaling keep backend in staging between 1 and 4 tasks — Done')
    expect(range()).toEqual([1, 4])
    expect(changed()).toEqual(['UpdateExpressGatewayService', 'UpdateExpressGatewayService'])
  })

  it.each([
    [
      'scale backend 2 staging',
      'autoscaling keeps its count between 1 and 4',
      '/ohmy scale backend 1..5 staging',
    ],
    ['restart backend staging', 'ECS has no call that replaces its tasks', '/ohmy tasks backend staging'],
    [
      'deploy backend staging --task-definition ohmycoins-staging-backend:42',
      'takes only task definitions with a container named Main',
      'Nothing was changed',
    ],
  ])('refuses %s, and says what instead', async (line, what, next) => {
    const { failed, message } = await said(line)
    expect(failed).toBe('refused')
    expect(message.text).toContain(what)
    expect(message.text).toContain(next)
    expect(sandbox.account.calls.changes()).toEqual([])
  })

  it('that may not be read is shown without, and not changed', async () => {
    sandbox.account.faults.add({ action: 'DescribeExpressGatewayService', fault: { kind: 'accessDenied' } })
    const { message } = await said('status backend staging')
    expect(message.text).toContain('Express Mode')
    for (const line of [
      'deploy backend sprint-13-7ac41be staging',
      'rollback backend staging',
      'scale backend 1..6 staging',
    ]) {
      const refusal = await said(line)
      expect(refusal.failed, line).toBe('refused')
      expect(refusal.message.text, line).toContain('needs ecs:DescribeExpressGatewayService')
    }
    sandbox.account.faults.clear()
  })
})
