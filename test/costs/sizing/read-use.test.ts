import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EcsTaskDefinition } from '../../../src/aws/aws.js'
import { readUse } from '../../../src/costs/sizing/read-use.js'
import { sizeSince } from '../../../src/costs/sizing/size-since.js'
import { type Room, staging, startRoom } from '../../aws/environment.js'

const hour = 3_600_000
const now = Date.now()
const revision = (number: number, hoursAgo: number, cpu = '1024') =>
  ({
    ...{ arn: `arn:aws:ecs:eu-west-1:123456789012:task-definition/app:${number}`, cpu, memory: '2048' },
    registeredAt: now - hoursAgo * hour,
  }) as unknown as EcsTaskDefinition

describe('since when tasks have their size', () => {
  const from = now - 336 * hour
  const hours = async (...family: readonly EcsTaskDefinition[]) => {
    const [current] = family
    if (current === undefined) throw new Error('no revision')
    const asked: string[] = []
    const aws = {
      describeTaskDefinition: (reference: string) => {
        asked.push(reference)
        return Promise.resolve(family.find(({ arn }) => arn.endsWith(`/${reference}`)))
      },
    }
    return { since: Math.round((now - (await sizeSince(aws, current, from))) / hour), asked: asked.length }
  }

  it.each([
    ['one that is older than what is looked at', [revision(9, 400)], 336],
    ['others of the same size before', [revision(9, 20), revision(8, 90), revision(7, 500)], 336],
    ['another size before', [revision(9, 20), revision(8, 90), revision(7, 500, '512')], 90],
    ['a deleted one in between', [revision(9, 20), revision(6, 200), revision(5, 500, '512')], 200],
    ['no other', [revision(1, 20)], 20],
  ] as const)('is told by the revisions of the family: %s', async (_, family, since) => {
    expect((await hours(...family)).since).toBe(since)
  })

  it('is looked for twenty revisions back, and no further', async () => {
    const family = Array.from({ length: 60 }, (_, index) => revision(60 - index, index + 1))
    expect(await hours(...family)).toEqual({ since: 21, asked: 20 })
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
      described.map(async ({ ref, taskDefinition }) => ({
        ref,
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
