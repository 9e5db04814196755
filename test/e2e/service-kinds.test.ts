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

  it('in Express Mode is told of, and left to its own calls', async () => {
    sandbox.account.world.setKind(backend, { isExpress: true })
    const { message } = await said('status backend staging')
    expect(message.text).toContain('backend in staging is healthy')
    expect(message.text).toContain('Express Mode')
    for (const line of [
      'deploy backend sprint-14-0c9b7aa staging',
      'rollback backend staging',
      'restart backend staging',
      'scale backend 2 staging',
    ]) {
      const { failed, message: refusal } = await said(line)
      expect(failed, line).toBe('refused')
      expect(refusal.text, line).toContain('backend in staging is an Express Mode service: ECS keeps')
      expect(refusal.text, line).toContain(
        'aws ecs update-express-gateway-service --service-arn arn:aws:ecs:',
      )
    }
    expect((await said('scale backend 2 staging')).message.text).toContain('--scaling-target minTaskCount=')
    expect((await said('revisions backend staging')).failed).toBeUndefined()
    expect(sandbox.account.calls.changes()).toEqual([])
  })

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
