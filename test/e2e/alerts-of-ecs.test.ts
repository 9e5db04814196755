import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
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

  it('of a deployment that waits at a pause is asked where operations are shown, and is no alert', async () => {
    world().setDeploymentConfiguration(frontend, {
      lifecycleHooks: [
        {
          ...{ targetType: 'PAUSE', lifecycleStages: ['PRE_SCALE_UP'] },
          timeoutConfiguration: { timeoutInMinutes: 600, action: 'ROLLBACK' },
        },
      ],
    })
    world().deploy(frontend, 'sprint-41')
    const asked = (words: string) =>
      sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words))
    const told = await asked('frontend in staging waits for a decision')
    expect(told.text).toContain('before new tasks are started')
    world().answerPauses(frontend, 'CONTINUE')
    expect((await asked('The deployment of frontend in staging is complete.')).ts).toBe(told.ts)
    await emptied()
    expect(alerts().filter(({ text }) => text.includes('frontend'))).toEqual([])
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

describe('an alarm and tasks that stop, of one service', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ configure: (yaml) => `${yaml}\nalerts:\n  queue: ${queue}\n` })
  })
  afterAll(() => sandbox.stop())

  const seen = (words: RegExp) => sandbox.workspace.waitForMessage('alerts', ({ text }) => words.test(text))
  const alertsWith = (words: string) =>
    sandbox.workspace.messages('alerts').filter(({ text }) => text.includes(words))
  const killThree = async (service: string) => {
    const { world } = sandbox.account
    const stopped = () => world.tasks(service).filter(({ lastStatus }) => lastStatus === 'STOPPED').length
    for (const count of [1, 2, 3]) {
      world.killTask(service, undefined, 137)
      await until(`${count} to have stopped`, () => stopped() >= count)
    }
  }

  it('are one message, that of the alarm, with the runbook for why they stop', async () => {
    const { world } = sandbox.account
    world.setAlarm('ohmycoins-staging-ecs-high-memory', 'ALARM', 'by hand')
    const told = await seen(/🔴 ecs-high-memory is in ALARM/)
    await killThree('ohmycoins-staging-backend')
    const both = await seen(
      /🔴 ecs-high-memory[^]+Besides:.* 3 tasks of backend in staging stopped by themselves/,
    )
    expect(both.ts).toBe(told.ts)
    expect(both.text).toContain('The container was killed (exit code 137)')
    const looked = await seen(/Besides:[^]+Memory of the service/)
    expect(JSON.stringify(looked.blocks)).toContain('Runbook: Out of memory')

    await sandbox.workspace.click(requester, looked, 'Ack')
    await seen(/🔴 ecs-high-memory[^]+Rita Requester looks after it/)
    await sandbox.workspace.say(requester, 'devops', '/ohmy alert list staging')
    const list = await sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes('in staging'))
    expect(list.text.match(/✋ Rita Requester/g)).toHaveLength(2)

    world.setAlarm('ohmycoins-staging-ecs-high-memory', 'OK')
    const over = await seen(
      /🟢 Good again after .*ecs-high-memory[^]+🟢 Besides: Good again: 3 tasks of backend/,
    )
    expect(over.ts).toBe(told.ts)
    expect(alertsWith('3 tasks of backend in staging')).toHaveLength(1)
  })

  it('are led by the alarm that comes after them, too; the message that was first points there', async () => {
    const { world } = sandbox.account
    await killThree('ohmycoins-prod-backend')
    const first = await seen(/3 tasks of backend in production stopped by themselves/)
    world.setAlarm('ohmycoins-prod-ecs-high-memory', 'ALARM', 'by hand')
    await seen(/ecs-high-memory is in ALARM[^]+Besides:.*3 tasks of backend in production/)
    const points = await seen(/3 tasks of backend in production[^]+Has one cause with `alert-/)
    expect(points.ts).toBe(first.ts)
    expect(JSON.stringify(points.blocks)).not.toContain('"actions"')
    // Once that has nothing to tell any more, each tells what is left of it.
    world.setAlarm('ohmycoins-prod-ecs-high-memory', 'OK')
    await seen(/Good again after .*ecs-high-memory/)
    await seen(/Good again after .*3 tasks of backend in production/)
  })

  it('of another service stand by themselves', async () => {
    const { world } = sandbox.account
    world.setAlarm('ohmycoins-staging-ecs-high-cpu', 'ALARM', 'by hand')
    await seen(/🔴 ecs-high-cpu is in ALARM/)
    await killThree('ohmycoins-staging-frontend')
    const alone = await seen(/^\S+ (Steady for now, not over: )?3 tasks of frontend in staging stopped/)
    expect(JSON.stringify(alone.blocks)).toContain('"actions"')
    world.setAlarm('ohmycoins-staging-ecs-high-cpu', 'OK')
  })
})
