import { afterAll, beforeAll, expect, it } from 'vitest'
import { ohMyCoins } from '../../sandbox/account/seed/environments.js'
import type { ServiceRef } from '../../src/core/environment.js'
import { production, type Room, staging, startRoom } from './environment.js'

/*
 * A change holds the lock of the service that was planned for. Configured for another cluster by the time it starts, its calls must not touch what the new
 * cluster has under the same name.
 */
let room: Room
beforeAll(async () => {
  room = await startRoom({ environments: ohMyCoins() })
})
afterAll(() => room.stop())

const [backend] = staging.services as readonly [ServiceRef]
/** Staging as it is configured now: in a cluster that was not the one when the service was named. */
const moved = { ...staging, cluster: production.cluster }

it('what is asked and changed of a service is in the cluster its lock names', async () => {
  const aws = room.awsFor(moved)
  const { desired } = await aws.describeService(backend)
  await aws.setDesiredCount(backend, desired + 1)
  expect((await room.awsFor(staging).describeService(backend)).desired).toBe(desired + 1)
  expect(await aws.runningTasks(backend)).not.toEqual([])
  expect(await aws.serviceDeployments(backend)).not.toEqual([])
})

it('services of two clusters are asked about at once, each in its own', async () => {
  const [other] = production.services as readonly [ServiceRef]
  const found = await room.awsFor(staging).describeServices([other, backend])
  expect(found.map(({ ref }) => ref)).toEqual([other, backend])
})
