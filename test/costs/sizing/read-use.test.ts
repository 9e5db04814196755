import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EcsService, EcsTaskDefinition, ServiceDeployment } from '../../../src/aws/aws.js'
import { AwsError } from '../../../src/aws/aws-error.js'
import { deployedSizes } from '../../../src/costs/sizing/deployed-sizes.js'
import { readUse } from '../../../src/costs/sizing/read-use.js'
import { sizeSince } from '../../../src/costs/sizing/size-since.js'
import type { ServiceRef } from '../../../src/core/environment.js'
import { type Room, staging, startRoom } from '../../aws/environment.js'

const hour = 3_600_000
const now = Date.now()

/** A deployment as ECS lists it, newest first, and the CPU units of the revision that it brings. */
interface Past {
  readonly hoursAgo: number
  readonly cpu: string
  readonly status?: ServiceDeployment['status']
  /** Hours that it took; null: it goes on. */
  readonly took?: number | null
}

describe('since when tasks have their size', () => {
  const [ref] = staging.services
  if (ref === undefined) throw new Error('no service')
  const size = { cpu: '512', memory: '1024' }
  const primary = (hoursAgo: number) => [
    {
      ...{ id: 'ecs-svc/1', status: 'PRIMARY', rolloutState: 'COMPLETED' as const, taskDefinition: 'app:10' },
      ...{ desired: 1, running: 1, pending: 0, failedTasks: 0, createdAt: now - hoursAgo * hour },
    },
  ]

  function awsWith(history: readonly Past[] | AwsError) {
    const of = (name: string) => (history instanceof AwsError ? undefined : history[Number(name)])
    return {
      serviceDeployments: () =>
        history instanceof AwsError
          ? Promise.reject(history)
          : Promise.resolve(
              history.map(({ hoursAgo, status = 'SUCCESSFUL', took = 0 }, index) => ({
                ...{
                  arn: `deployment/${index}`,
                  status,
                  target: String(index),
                  createdAt: now - hoursAgo * hour,
                },
                ...(took === null ? {} : { finishedAt: now - (hoursAgo - took) * hour }),
              })),
            ),
      describeRevisions: (arns: readonly string[]) =>
        Promise.resolve(arns.map((arn) => ({ arn, taskDefinition: arn, images: [] }))),
      // Registered long ago, all of them: that says nothing of when they were used.
      describeTaskDefinition: (name: string) =>
        Promise.resolve(
          of(name)?.cpu === 'deleted'
            ? undefined
            : ({ ...size, cpu: of(name)?.cpu, registeredAt: now - 900 * hour } as EcsTaskDefinition),
        ),
    }
  }

  async function hours(deployments: EcsService['deployments'], history: readonly Past[] | AwsError) {
    const window = { from: now - 336 * hour, until: now }
    const [read = []] = await deployedSizes(awsWith(history), [ref!])
    const since = sizeSince(deployments, read, size, window)
    return Math.round((now - since) / hour)
  }

  const same = (hoursAgo: number, more: Partial<Past> = {}): Past => ({ hoursAgo, cpu: '512', ...more })
  const other = (hoursAgo: number, more: Partial<Past> = {}): Past => ({ hoursAgo, cpu: '2048', ...more })
  const failed = { status: 'ROLLBACK_SUCCESSFUL', took: 1 } as const

  it.each([
    ['back from a larger size after ten days', 2, [same(2), other(242), same(500)], 2],
    ['a revision that was registered long before it is used', 30, [same(30), other(500)], 30],
    ['others of the same size before', 20, [same(20), same(90), same(500)], 336],
    ['another size before those', 20, [same(20), same(90), other(500)], 90],
    ['one that took hours, beside what was before', 20, [same(20, { took: 6 }), other(500)], 14],
    ['a failed one of another size in between', 49, [other(50, failed), same(500)], 49],
    ['a failed one of the same size in between', 49, [same(50, failed), same(60), other(500)], 60],
    ['a failed one of the same size, and what went on', 49, [same(50, failed), other(500)], 49],
    ['one that goes on', 200, [same(200, { took: null, status: 'IN_PROGRESS' }), other(500)], 0],
    ['a restart that goes on', 1, [same(1, { took: null, status: 'IN_PROGRESS' }), same(500)], 336],
    ['a deleted one before', 20, [same(20), other(90, { cpu: 'deleted' }), same(500)], 20],
    ['one that is older than what ECS lists', 900, [], 336],
    ['nothing but its own deployment', 20, [same(20)], 20],
  ] as const)('is told by what was deployed: %s', async (_, hoursAgo, history, expected) => {
    expect(await hours(primary(hoursAgo), history)).toBe(expected)
  })

  it('is the PRIMARY deployment where the history may not be read', async () => {
    const denied = new AwsError('denied', 'ecs:ListServiceDeployments', 'AccessDeniedException', 'no')
    expect(await hours(primary(40), denied)).toBe(40)
  })

  it('is asked of one service as of many: what may not be read of one takes nothing from another', async () => {
    const denied = new AwsError('denied', 'ecs:ListServiceDeployments', 'AccessDeniedException', 'no')
    const aws = awsWith([same(20)])
    const first = {
      ...aws,
      serviceDeployments: (one: ServiceRef) =>
        one === ref ? Promise.reject(denied) : aws.serviceDeployments(),
    }
    const [none, some] = await deployedSizes(first, staging.services)
    expect([none?.length, some?.length]).toEqual([0, 1])
  })

  it('is not known where there is no deployment', async () => {
    expect(await hours([], [same(500)])).toBe(0)
  })
})

describe('how much of their size tasks used', () => {
  let room: Room
  beforeAll(async () => {
    room = await startRoom()
  })
  afterAll(() => room.stop())

  it('is every hour of two weeks, in one question for all services', async () => {
    const aws = room.awsFor(staging)
    const described = await aws.describeServices(staging.services)
    const running = await Promise.all(
      described.map(async ({ ref, taskDefinition, deployments }) => ({
        ref,
        deployments,
        definition: (await aws.describeTaskDefinition(taskDefinition))!,
      })),
    )
    room.account.calls.reset()
    const use = await readUse(aws, running, Date.now())
    expect(room.account.calls.of('GetMetricData')).toHaveLength(1)
    const backend = use.get('backend')
    expect(backend).toMatchObject({ hours: 336, of: 336 })
    expect(backend?.cpu?.busy).toBeGreaterThan(10)
    expect(backend?.cpu?.highest).toBeGreaterThan(backend?.cpu?.busy ?? 100)
    expect(backend?.memory?.highest).toBeLessThan(40)
  })
})
