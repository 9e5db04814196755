import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch'
import { ListServicesCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { DescribeLoadBalancersCommand } from '@aws-sdk/client-elastic-load-balancing-v2'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'
import type { Fault } from '../../../sandbox/account/faults.js'
import { type Clients, clientsFor, staging } from './clients.js'
import { describeService } from './deploy.js'

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

const list = () => clients.ecs.send(new ListServicesCommand({ cluster: staging.cluster }))
const scaleTo = (desiredCount: number) =>
  clients.ecs.send(new UpdateServiceCommand({ ...staging, desiredCount }))
const count = () => account.world.service(staging.service).desiredCount

test.each<[Fault, string, number]>([
  [{ kind: 'throttle' }, 'ThrottlingException', 400],
  [{ kind: 'serverError' }, 'InternalFailure', 500],
  [{ kind: 'serverError', status: 503 }, 'ServiceUnavailable', 503],
  [{ kind: 'accessDenied' }, 'AccessDeniedException', 400],
])('%o refuses the call without effect, once', async (fault, name, httpStatusCode) => {
  account.faults.add({ service: 'ecs', action: 'UpdateService', fault, times: 1 })
  await expect(scaleTo(3)).rejects.toMatchObject({ name, $metadata: { httpStatusCode } })
  expect(count()).toBe(1)
  expect(account.calls.of('UpdateService')).toMatchObject([{ outcome: name, effective: false }])
  await scaleTo(3)
  expect(count()).toBe(3)
})

test('other services are refused in the shape of their protocol', async () => {
  account.faults.add({ fault: { kind: 'throttle' } })
  await expect(clients.cloudwatch.send(new DescribeAlarmsCommand({}))).rejects.toMatchObject({
    name: 'Throttling',
    message: 'Rate exceeded',
  })
  await expect(clients.elb.send(new DescribeLoadBalancersCommand({}))).rejects.toMatchObject({
    name: 'Throttling',
    message: 'Rate exceeded',
  })
})

test('a call that passes first, then a fault until it is cleared', async () => {
  const fault = account.faults.add({ action: 'ListServices', fault: { kind: 'throttle' }, after: 1 })
  await list()
  await expect(list()).rejects.toThrow('Rate exceeded')
  await expect(list()).rejects.toThrow('Rate exceeded')
  expect(fault.hits).toBe(2)
  await describeService(clients, staging)
  fault.clear()
  await list()
})

test('a delayed call is answered late', async () => {
  account.faults.add({ fault: { kind: 'delay', ms: 120 }, times: 1 })
  const before = performance.now()
  await list()
  expect(performance.now() - before).toBeGreaterThanOrEqual(115)
})

test('a hung call is never answered, but its effect may have happened', async () => {
  const hang = async (when: 'before' | 'after') => {
    account.faults.add({ action: 'UpdateService', fault: { kind: 'hang', when }, times: 1 })
    const command = new UpdateServiceCommand({ ...staging, desiredCount: 4 })
    await expect(clients.ecs.send(command, { abortSignal: AbortSignal.timeout(150) })).rejects.toMatchObject({
      name: 'AbortError',
    })
  }
  await hang('before')
  expect(count()).toBe(1)
  await hang('after')
  expect(count()).toBe(4)
  expect(account.calls.of('UpdateService').map(({ outcome }) => outcome)).toEqual(['hung', 'hung'])
})

test('a dropped connection loses the call, or only the answer', async () => {
  account.faults.add({ action: 'UpdateService', fault: { kind: 'drop', when: 'before' }, times: 1 })
  await expect(scaleTo(3)).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(count()).toBe(1)
  account.faults.add({ action: 'UpdateService', fault: { kind: 'drop', when: 'after' }, times: 1 })
  await expect(scaleTo(3)).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(count()).toBe(3)
  expect(account.calls.of('UpdateService').map(({ effective }) => effective)).toEqual([false, true])
})

test('stale answers show the service as it was before the latest change, for a while', async () => {
  account.faults.add({ action: 'DescribeServices', fault: { kind: 'stale', ms: 5_000 } })
  await scaleTo(3)
  expect((await describeService(clients, staging)).desiredCount).toBe(1)
  account.advance(6_000)
  expect((await describeService(clients, staging)).desiredCount).toBe(3)
})

test('the latency of every call can be set', async () => {
  account.setLatency(80)
  const before = performance.now()
  await list()
  expect(performance.now() - before).toBeGreaterThanOrEqual(75)
  account.setLatency(0)
})
