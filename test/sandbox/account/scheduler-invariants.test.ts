import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'
import { staging } from './clients.js'

const { service } = staging

type Move =
  | { kind: 'wait'; seconds: number }
  | { kind: 'scale'; count: number }
  | { kind: 'deploy'; tag: string }
  | { kind: 'kill' }
  | { kind: 'unhealthy' }

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 90 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('scale' as const), count: fc.integer({ min: 1, max: 6 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('deploy' as const),
      tag: fc.constantFrom('good-1', 'good-2', 'x-broken', 'x-oom', 'x-missing', 'x-unhealthy'),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'kill' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'unhealthy' as const }) },
)

function perform(account: Account, next: Move): void {
  const running = account.world.tasks(service).filter(({ target }) => target === 'healthy')
  const [task] = running
  if (next.kind === 'wait') account.advance(next.seconds * 1_000)
  if (next.kind === 'scale') account.world.setDesiredCount(service, next.count)
  if (next.kind === 'deploy') account.world.deploy(service, next.tag)
  if (next.kind === 'kill' && task !== undefined) account.world.killTask(service, task.id)
  if (next.kind === 'unhealthy' && task !== undefined) account.world.makeTargetUnhealthy(service, task.id)
}

test('whatever happens to a service, it comes to rest with good tasks and one deployment', async () => {
  // The counts begin at 1: with no task wanted a broken version completes, in AWS too, and breaks later.
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 25 }), async (moves) => {
      const world = await startAccount()
      try {
        for (const next of moves) {
          perform(world, next)
          const state = world.world.service(service)
          const wanted = world.world.tasks(service).filter(({ desiredStatus }) => desiredStatus === 'RUNNING')
          expect(wanted.length).toBe(state.runningCount + state.pendingCount)
          expect(state.healthyCount).toBeLessThanOrEqual(state.runningCount)
        }
        world.advance(3_600_000)
        const rest = world.world.service(service)
        expect(rest).toMatchObject({
          runningCount: rest.desiredCount,
          healthyCount: rest.desiredCount,
          pendingCount: 0,
          deployments: 1,
          rolloutState: 'COMPLETED',
        })
        expect(['SUCCESSFUL', 'ROLLBACK_SUCCESSFUL', 'STOPPED']).toContain(rest.serviceDeployment)
        expect(rest.events[0]).toMatch(/has reached a steady state\.$/)
        expect(rest.image).not.toMatch(/-(broken|oom|missing|unhealthy)$/)
      } finally {
        await world.stop()
      }
    }),
    { numRuns: 150 },
  )
})

test('a rollout of a good version never has fewer healthy tasks than wanted, nor more than twice as many', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 9 }), async (count) => {
      const account = await startAccount()
      try {
        account.world.setDesiredCount(service, count)
        account.advance(300_000)
        account.world.deploy(service, 'sprint-13-77aa001')
        for (let second = 0; second < 180; second += 1) {
          account.advance(1_000)
          const state = account.world.service(service)
          expect(state.healthyCount).toBeGreaterThanOrEqual(count)
          expect(state.runningCount + state.pendingCount).toBeLessThanOrEqual(2 * count)
        }
        expect(account.world.service(service)).toMatchObject({
          deployments: 1,
          serviceDeployment: 'SUCCESSFUL',
        })
      } finally {
        await account.stop()
      }
    }),
    { numRuns: 10 },
  )
})
