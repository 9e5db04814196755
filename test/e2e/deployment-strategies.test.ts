import type { DeploymentConfiguration } from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const backend = 'ohmycoins-staging-backend'
const what = 'Deploy sprint-13-7ac41be to backend in staging'
/** Minutes. Longer than any test may take: only `advance` ends it. */
const long = 1_000
const minute = 60_000

describe('a deployment', () => {
  let sandbox: Sandbox
  beforeEach(async () => {
    sandbox = await startSandbox()
  })
  afterEach(() => sandbox.stop())

  const world = () => sandbox.account.world
  const say = (line: string) => sandbox.workspace.say(requester, 'devops', line)
  const deploy = (options = '') => say(`/ohmy deploy backend sprint-13-7ac41be staging${options}`)
  const seen = (words: string | RegExp) =>
    sandbox.workspace.waitForMessage(
      'devops',
      ({ text }) => (typeof words === 'string' ? text.includes(words) : words.test(text)),
      { timeout: 60_000 },
    )
  const effective = (action: string) => sandbox.account.calls.of(action).filter((call) => call.effective)
  const configure = (configuration: DeploymentConfiguration) =>
    world().setDeploymentConfiguration(backend, configuration)
  /** Whatever it comes to, so that the wrong end is shown and not waited out. */
  const end = async () =>
    (
      await seen(
        /^.{1,3}\*?Deploy sprint-13-7ac41be to backend in staging\*? — (Done|Rolled|Failed|Taken|No longer)/u,
      )
    ).text

  describe('that shifts traffic', () => {
    beforeEach(() => void world().addSecondTargetGroup(backend))

    it('as a canary says before what that takes and costs, and then how far it is', async () => {
      configure({
        strategy: 'CANARY',
        canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: long },
        bakeTimeInMinutes: long,
      })
      await deploy(' --dry-run')
      const { text: plan } = await seen(`${what} — only a plan`)
      expect(plan).toContain(
        'Canary: 10 % of the traffic for 16 h 40 min, then all of it, then 16 h 40 min of bake time. It takes 1 d 9 h and what its tasks need.',
      )
      expect(plan).toMatch(
        /Meanwhile 2 tasks run instead of 1, about \d+[.]\d\d USD at Fargate's list prices[.]/,
      )
      await deploy()
      const first = await seen('canary: 10 % of the traffic (step 1 of 2) until about')
      expect(first.text).toMatch(
        /until about \d{4}-\d\d-\d\d \d\d:\d\d UTC, not done before \d{4}-\d\d-\d\d \d\d:\d\d UTC, 1 of 1 new task/,
      )
      await say('/ohmy status backend staging')
      await seen(/backend in staging .*deploy.*canary: 10 % of the traffic \(step 1 of 2\) until about/is)
      sandbox.account.advance(long * minute)
      await seen(
        /canary: 100 % of the traffic \(step 2 of 2\), watched until about \d{4}-\d\d-\d\d \d\d:\d\d UTC \(bake time\)/,
      )
      sandbox.account.advance(long * minute)
      expect(await end()).toContain(`${what} — Done`)
    })

    it('linearly is told step by step', async () => {
      configure({ strategy: 'LINEAR', linearConfiguration: { stepPercent: 40, stepBakeTimeInMinutes: long } })
      await deploy()
      await seen('linear: 40 % of the traffic (step 1 of 3) until about')
      sandbox.account.advance(long * minute)
      await seen('linear: 80 % of the traffic (step 2 of 3) until about')
      sandbox.account.advance(long * minute)
      expect(await end()).toContain(`${what} — Done`)
    })

    it('blue/green goes back when an alarm rings in its bake time, and says that ECS did so and why', async () => {
      const alarm = 'ohmycoins-staging-alb-5xx-errors'
      configure({
        strategy: 'BLUE_GREEN',
        bakeTimeInMinutes: long,
        alarms: { alarmNames: [alarm], enable: true, rollback: true },
      })
      await deploy()
      await seen('blue/green: 100 % of the traffic, watched until about')
      world().setAlarm(alarm, 'ALARM')
      const text = await end()
      expect(text).toContain(`${what} — Rolled back`)
      expect(text).toContain(`${alarm} rang, so ECS gave the deployment of backend up`)
      expect(world().service(backend).taskDefinition).toBe(`${backend}:42`)
      expect(effective('UpdateService')).toHaveLength(1)
    })
  })

  it('that is good comes through though Spot takes one of its tasks in the middle', async () => {
    configure({ bakeTimeInMinutes: long })
    await deploy()
    await seen('being watched until about')
    const fresh = () =>
      world()
        .tasks(backend)
        .filter((task) => task.taskDefinition === `${backend}:43`)
    world().stopTask(backend, 'spot', fresh().find(({ lastStatus }) => lastStatus === 'RUNNING')?.id)
    await until('another task', () =>
      fresh().some((task) => task.stoppedReason === undefined && task.target === 'healthy'),
    )
    sandbox.account.advance(long * minute)
    const text = await end()
    expect(text).toContain(`${what} — Done`)
    expect(effective('UpdateService')).toHaveLength(1)
  })

  describe('that ECS calls successful early', () => {
    beforeEach(async () => {
      world().setDesiredCount(backend, 2)
      await until('two tasks', () => world().service(backend).healthyCount === 2)
      world().setProtected(backend, true)
      configure({
        ...{ minimumHealthyPercent: 50, maximumPercent: 150 },
        earlySuccessCriteria: { enable: true, healthyPercent: 50, sourceServiceRevisionCleanup: 'DEFERRED' },
      })
    })
    const early =
      'ECS called it successful early, so nothing goes back by itself any more; 1 of 2 new tasks running, 2 old still running'

    it('is waited for until all of it runs and nothing old', async () => {
      await deploy(' --dry-run')
      const { text: plan } = await seen(`${what} — only a plan`)
      expect(plan).toContain(
        'ECS calls it successful with 1 of 2 new tasks healthy, while old ones still run.',
      )
      await deploy()
      await seen(early)
      world().setProtected(backend, false)
      const text = await end()
      expect(text).toContain(`${what} — Done`)
      expect(text).toContain('2 of 2 tasks running')
    })

    it('and whose other tasks then fail is not good: ohmy takes it back, since ECS would not', async () => {
      await deploy()
      await seen(early)
      world().setImage('sprint-13-7ac41be', 'broken')
      world().setProtected(backend, false)
      const text = await end()
      expect(text).toContain(`${what} — Rolled back`)
      expect(text).toContain('died after the deployment had finished')
      expect(world().service(backend).taskDefinition).toBe(`${backend}:42`)
    })
  })

  it('that somebody else takes over in the middle ends at once, says so, and takes nothing back', async () => {
    configure({ bakeTimeInMinutes: long })
    await deploy()
    await seen('being watched until about')
    world().deploy(backend, 'sprint-14-0c9b7aa')
    const text = await end()
    expect(text).toContain(`${what} — Taken over by another deployment`)
    expect(text).toMatch(
      /A deployment of sprint-14-0c9b7aa \(ohmycoins-staging-backend:44\) that ohmy did not start took backend over \(\d{4}-\d\d-\d\d \d\d:\d\d UTC\)/,
    )
    expect(effective('UpdateService')).toHaveLength(1)
    expect(effective('StopServiceDeployment')).toHaveLength(0)
    expect(world().service(backend).taskDefinition).toBe(`${backend}:44`)
  })

  it('whose tasks keep failing without a circuit breaker ends after as many failed starts as with one', async () => {
    configure({ deploymentCircuitBreaker: { enable: false, rollback: false } })
    world().setImage('sprint-13-7ac41be', 'broken')
    await deploy(' --dry-run')
    const { text: plan } = await seen(`${what} — only a plan`)
    expect(plan).toContain('The service has no circuit breaker: ohmy gives up after 3 failed starts.')
    await deploy()
    const text = await end()
    expect(text).toContain(`${what} — Rolled back`)
    expect(text).toMatch(/kept failing \(\d failed starts\), and the service has no circuit breaker/)
    expect(text).toContain('exit code 1')
    expect(effective('StopServiceDeployment')).toHaveLength(1)
  })
})
