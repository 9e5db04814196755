import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const backend = 'ohmycoins-staging-backend'
const frontend = 'ohmycoins-staging-frontend'

describe('which targets decide', () => {
  let sandbox: Sandbox
  beforeEach(async () => {
    sandbox = await startSandbox()
  })
  afterEach(() => sandbox.stop())

  const said = async (text: string, words: string | RegExp) => {
    await sandbox.workspace.say(requester, 'devops', text)
    const found = await sandbox.workspace.waitForMessage(
      'devops',
      (message) => (typeof words === 'string' ? message.text.includes(words) : words.test(message.text)),
      { timeout: 60_000 },
    )
    return found.text
  }
  const ended = / — (Done|Rolled back|Failed|No longer followed)/
  const deploy = (tag = 'sprint-13-7ac41be') => said(`/ohmy deploy backend ${tag} staging`, ended)
  const status = () => said('/ohmy status backend staging', 'backend in staging is')

  describe.each([
    ['BLUE_GREEN', { bakeTimeInMinutes: 2 }],
    ['CANARY', { canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 5 } }],
    ['LINEAR', { linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 5 } }],
  ] as const)('after %s', (strategy, configuration) => {
    it('those of the group that traffic was shifted to: the deployment is good, and so is the status', async () => {
      sandbox.account.world.addSecondTargetGroup(backend)
      sandbox.account.world.setDeploymentConfiguration(backend, { strategy, ...configuration })
      const text = await deploy()
      expect(text).toContain('— Done')
      expect(text).toContain('1 of 1 target healthy')
      expect(text).toContain('100 % of the traffic')
      expect(sandbox.account.world.service(backend).taskDefinition).toBe('ohmycoins-staging-backend:43')
      expect(await status()).toContain('backend in staging is healthy')
      expect(await said('/ohmy metrics backend staging', 'Worst')).toMatch(/ 1 → +healthy targets /)
    })
  })

  it('an unhealthy one in that group is told', async () => {
    sandbox.account.world.addSecondTargetGroup(backend)
    sandbox.account.world.setDeploymentConfiguration(backend, {
      strategy: 'BLUE_GREEN',
      bakeTimeInMinutes: 1,
    })
    await deploy()
    sandbox.account.world.setTargetState(backend, 'unhealthy')
    expect(await said('/ohmy status staging', /^\S+ staging is/)).toContain('1 target unhealthy')
  })

  it('not those of another service that shares the group', async () => {
    sandbox.account.world.setDesiredCount(frontend, 3)
    sandbox.account.world.shareTargetGroup(backend, frontend)
    await until('three tasks', () => sandbox.account.world.service(frontend).healthyCount === 3)
    const text = await deploy()
    expect(text).toContain('— Done')
    expect(text).toContain('1 of 1 target healthy')
    expect(await said('/ohmy scale backend 2 staging', /Scale backend[^\n]* — (Done|Failed)/)).toContain(
      '2 of 2 targets healthy',
    )
    sandbox.account.world.setTargetState(frontend, 'unhealthy')
    expect(await status()).toContain('backend in staging is healthy')
    // And in the environment's status each has its own.
    expect(await said('/ohmy status staging', /^\S+ staging is/)).toContain('frontend: 3 targets unhealthy')
  })

  it.each(['unused', 'unavailable'] as const)('a target that is %s is no failure', async (state) => {
    const marking = setInterval(() => sandbox.account.world.setTargetState(backend, state), 20)
    sandbox.account.world.setTargetState(backend, state)
    expect(await status()).toContain('backend in staging is healthy')
    const text = await deploy()
    clearInterval(marking)
    expect(text).toContain('— Done')
  })

  it('a service behind no load balancer is verified and healthy', async () => {
    sandbox.account.world.removeLoadBalancer(backend)
    expect(await deploy()).toContain('— Done')
    expect(await status()).toContain('backend in staging is healthy')
  })

  it('tasks on EC2 instances are found by instance and port', async () => {
    sandbox.account.world.moveToInstances(backend, 1)
    sandbox.account.world.moveToInstances(frontend, 1)
    sandbox.account.world.shareTargetGroup(backend, frontend)
    const text = await deploy()
    expect(text).toContain('— Done')
    expect(text).toContain('1 of 1 target healthy')
    expect(sandbox.account.calls.count('DescribeContainerInstances')).toBeGreaterThan(0)
  })
})
