import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const queue = 'https://sqs.ap-southeast-2.amazonaws.com/123456789012/ohmycoins-alerts'
const frontend = 'ohmycoins-staging-frontend'
const backend = 'ohmycoins-prod-backend'

describe('what ECS tells by itself', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ configure: (yaml) => `${yaml}\nalerts:\n  queue: ${queue}\n` })
  })
  afterAll(() => sandbox.stop())

  const world = () => sandbox.account.world
  const alerts = () => sandbox.workspace.messages('alerts')
  const seen = (words: string) =>
    sandbox.workspace.waitForMessage('alerts', ({ text }) => text.includes(words))
  const emptied = () => until('the queue to be empty', () => world().queued().length === 0)

  it('of a deployment that waits at a pause is told, until somebody has let it go on', async () => {
    world().setDeploymentConfiguration(frontend, {
      lifecycleHooks: [
        {
          ...{ targetType: 'PAUSE', lifecycleStages: ['PRE_SCALE_UP'] },
          timeoutConfiguration: { timeoutInMinutes: 600, action: 'ROLLBACK' },
        },
      ],
    })
    world().deploy(frontend, 'sprint-41')
    const told = await seen('A deployment of frontend in staging waits for somebody')
    expect(told.text).toContain('It waits at PRE_SCALE_UP for somebody to go on or roll back.')
    world().answerPauses(frontend, 'CONTINUE')
    expect((await seen('Good again after 1 min: A deployment of frontend')).ts).toBe(told.ts)
    world().setDeploymentConfiguration(frontend, { lifecycleHooks: [] })
  })

  it('of tasks that it cannot place is told, until the service is steady', async () => {
    world().setCapacity(frontend, 1)
    world().setDesiredCount(frontend, 2)
    const told = await seen('ECS cannot place tasks of frontend in staging')
    expect(told.text).toContain('RESOURCE:FARGATE')
    world().setCapacity(frontend, undefined)
    expect((await seen('Good again after 1 min: ECS cannot place tasks of frontend')).ts).toBe(told.ts)
  })

  it('of tasks that stop again and again is one alert with the newest cause; one or two stops are none', async () => {
    const killed = async () => {
      const before = world()
        .tasks(backend)
        .filter(({ lastStatus }) => lastStatus === 'STOPPED').length
      world().killTask(backend, undefined, 137)
      await until(
        'the task to have stopped',
        () =>
          world()
            .tasks(backend)
            .filter(({ lastStatus }) => lastStatus === 'STOPPED').length > before,
      )
    }
    await killed()
    await killed()
    await emptied()
    expect(alerts().filter(({ text }) => text.includes('stopped by themselves'))).toEqual([])
    // What a person stops does not count.
    world().stopTask(backend, 'person')
    await killed()
    const told = await seen('3 tasks of backend in production stopped by themselves within 10 min')
    expect(told.text).toContain('The container was killed (exit code 137)')
    // Steady between two of them is not over: it says what is waited for.
    const steady = await seen('🟠 Steady for now, not over: 3 tasks of backend in production')
    expect(steady.ts).toBe(told.ts)
    expect(steady.text).toMatch(
      /The last one stopped .+, ECS calls the service steady since .+ It is over when none stops until/,
    )
    await killed()
    const more = await seen('4 tasks of backend in production stopped by themselves')
    expect(more.ts).toBe(told.ts)
    expect((await seen('Good again after 1 min: 4 tasks of backend')).ts).toBe(told.ts)
    const all = alerts().filter(({ text }) => text.includes('stopped by themselves'))
    expect(all).toHaveLength(1)
    expect(all[0]?.text).not.toContain('rang')
  })
})
