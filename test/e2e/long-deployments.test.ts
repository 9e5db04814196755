import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

/** An hour in 3.6 s: these deployments take hours. */
const speed = 1_000
const hour = 3_600_000 / speed
const backend = 'ohmycoins-staging-backend'
const what = 'Deploy sprint-13-7ac41be to backend in staging'

describe('a deployment that takes longer than an hour', () => {
  let sandbox: Sandbox
  beforeEach(async () => {
    sandbox = await startSandbox({ account: { speed }, bot: { timeScale: 1 / speed } })
  })
  afterEach(() => sandbox.stop())

  const deploy = () =>
    sandbox.workspace.say(requester, 'devops', '/ohmy deploy backend sprint-13-7ac41be staging')
  const card = (words: string) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout: 60_000 })
  const ended = async () => {
    const { text } = await sandbox.workspace.waitForMessage(
      'devops',
      ({ text }) => text.startsWith(`✅ ${what}`) || /(Rolled back|Failed|No longer followed)/.test(text),
      { timeout: 60_000 },
    )
    return text
  }
  const effective = (action: string) => sandbox.account.calls.of(action).filter((call) => call.effective)

  it('because it bakes for 90 minutes is followed to its end', async () => {
    sandbox.account.world.setDeploymentConfiguration(backend, { bakeTimeInMinutes: 90 })
    await deploy()
    const text = await ended()
    expect(text).toContain(`${what} — Done`)
    expect(sandbox.account.world.service(backend).taskDefinition).toBe('ohmycoins-staging-backend:43')
    expect(effective('UpdateService')).toHaveLength(1)
  })

  it('because somebody has to decide is followed for as long as nobody does', async () => {
    sandbox.account.world.setDeploymentConfiguration(backend, {
      lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_SCALE_UP'] }],
    })
    await deploy()
    await card('somebody has to let it go on, or back')
    // A pause lasts for a day unless told otherwise.
    await new Promise((resolve) => setTimeout(resolve, 1.5 * hour))
    await card(`${what} — Running`)
    sandbox.account.world.answerPauses(backend, 'CONTINUE')
    expect(await ended()).toContain(`${what} — Done`)
    expect(effective('UpdateService')).toHaveLength(1)
  })

  it('and that ECS itself goes on with is left to ECS: nothing is taken back, and the card says so', async () => {
    sandbox.account.world.setCapacity(backend, 1)
    await deploy()
    const text = await ended()
    expect(text).toContain(`${what} — No longer followed`)
    expect(text).toContain('ECS itself goes on with it, so nothing was taken back')
    expect(text).toContain('/ohmy rollback backend staging')
    expect(effective('UpdateService')).toHaveLength(1)
    expect(effective('StopServiceDeployment')).toHaveLength(0)
    // The lock is free: a person goes back from it.
    await sandbox.workspace.say(requester, 'devops', '/ohmy rollback backend staging --reason stuck')
    await card('reason: stuck')
    await until('the stop', () => effective('StopServiceDeployment').length === 1)
  })

  it('because its tasks keep failing, with no circuit breaker to end it, has failed and is taken back', async () => {
    sandbox.account.world.setDeploymentConfiguration(backend, {
      deploymentCircuitBreaker: { enable: false, rollback: false },
    })
    sandbox.account.world.setImage('sprint-13-7ac41be', 'broken')
    await deploy()
    const text = await ended()
    expect(text).toContain(`${what} — Rolled back`)
    expect(text).toContain('exit code 1')
  })

  it('is not taken back because AWS refuses to tell how it stands', async () => {
    sandbox.account.world.setDeploymentConfiguration(backend, { bakeTimeInMinutes: 90 })
    await deploy()
    await card('being watched until about')
    sandbox.account.faults.add({ action: 'DescribeServiceDeployments', fault: { kind: 'accessDenied' } })
    const text = await ended()
    expect(text).toContain(`${what} — No longer followed`)
    expect(effective('StopServiceDeployment')).toHaveLength(0)
  })
})
