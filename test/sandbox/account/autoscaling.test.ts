import {
  DeregisterScalableTargetCommand,
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling'
import { UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'
import { type Clients, clientsFor, production } from './clients.js'

let account: Account
let clients: Clients

beforeEach(async () => {
  account = await startAccount()
  clients = clientsFor(account.url)
})

afterEach(async () => {
  clients.destroy()
  await account.stop()
})

const target = {
  ServiceNamespace: 'ecs',
  ResourceId: 'service/ohmycoins-prod-cluster/ohmycoins-prod-backend',
  ScalableDimension: 'ecs:service:DesiredCount',
} as const

const setCount = (desiredCount: number) =>
  clients.ecs.send(new UpdateServiceCommand({ ...production, desiredCount }))
const count = () => account.world.service(production.service).desiredCount

test('production scales between 2 and 10 by CPU and memory', async () => {
  const { ScalableTargets } = await clients.autoscaling.send(
    new DescribeScalableTargetsCommand({ ServiceNamespace: 'ecs', ResourceIds: [target.ResourceId] }),
  )
  expect(ScalableTargets).toMatchObject([{ MinCapacity: 2, MaxCapacity: 10 }])
  expect(ScalableTargets?.[0]?.CreationTime).toBeInstanceOf(Date)
  const { ScalingPolicies } = await clients.autoscaling.send(
    new DescribeScalingPoliciesCommand({ ServiceNamespace: 'ecs', ResourceId: target.ResourceId }),
  )
  const wanted = ScalingPolicies?.map(
    (policy) => policy.TargetTrackingScalingPolicyConfiguration?.TargetValue,
  )
  expect(wanted).toEqual([70, 80])
})

test('a count outside the range is undone after a while', async () => {
  await setCount(12)
  account.advance(60_000)
  expect(count()).toBe(12)
  account.advance(120_000)
  expect(count()).toBe(10)
  await setCount(0)
  account.advance(180_000)
  expect(count()).toBe(2)
})

test('a count outside the range stays while scaling is suspended', async () => {
  const SuspendedState = { DynamicScalingOutSuspended: true, DynamicScalingInSuspended: true }
  await clients.autoscaling.send(new RegisterScalableTargetCommand({ ...target, SuspendedState }))
  await setCount(0)
  account.advance(600_000)
  expect(count()).toBe(0)
  expect(account.world.scalableTarget(target.ResourceId)).toEqual({ min: 2, max: 10, isSuspended: true })
})

test('registering a range moves the count into it, and the same range again changes nothing', async () => {
  const register = () =>
    clients.autoscaling.send(
      new RegisterScalableTargetCommand({ ...target, MinCapacity: 5, MaxCapacity: 12 }),
    )
  await register()
  expect(count()).toBe(5)
  await register()
  expect(account.calls.of('RegisterScalableTarget').map(({ effective }) => effective)).toEqual([true, false])
})

test('a range that makes no sense or belongs to nothing is refused', async () => {
  const register = (change: object) =>
    clients.autoscaling.send(new RegisterScalableTargetCommand({ ...target, ...change }))
  await expect(register({ MinCapacity: 5, MaxCapacity: 4 })).rejects.toMatchObject({
    name: 'ValidationException',
  })
  await expect(register({ ResourceId: 'service/ohmycoins-prod-cluster/nope' })).rejects.toMatchObject({
    name: 'ValidationException',
  })
  await clients.autoscaling.send(new DeregisterScalableTargetCommand(target))
  await expect(clients.autoscaling.send(new DeregisterScalableTargetCommand(target))).rejects.toMatchObject({
    name: 'ObjectNotFoundException',
  })
  await setCount(0)
  account.advance(600_000)
  expect(count()).toBe(0)
})
