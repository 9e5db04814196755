import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import pino from 'pino'
import type { CallObservation } from '../../src/aws/call.js'
import { createAwsFor } from '../../src/aws/create-aws.js'
import { systemClock } from '../../src/core/clock.js'
import type { ServiceRef } from '../../src/core/environment.js'
import { environmentOf, type Room, staging, startRoom } from './environment.js'
import { endsWithin } from '../support/duration.js'

const backend = staging.services[0] as ServiceRef
let room: Room
let observed: CallObservation[]

beforeEach(async () => {
  observed = []
  room = await startRoom({}, { timeout: 400, budget: 3_000, observe: (call) => void observed.push(call) })
})
afterEach(() => room.stop())

test('a question that is throttled once is answered', async () => {
  room.account.faults.add({ action: 'DescribeServices', fault: { kind: 'throttle' }, times: 1 })
  expect((await room.awsFor(staging).describeService(backend)).desired).toBe(1)
  expect(observed.map(({ outcome }) => outcome)).toEqual(['throttled', 'answered'])
})

test('a question meets at most three throttlings, then it says so', async () => {
  room.account.faults.add({ action: 'DescribeServices', fault: { kind: 'throttle' } })
  await expect(room.awsFor(staging).describeService(backend)).rejects.toMatchObject({
    name: 'AwsError',
    kind: 'throttled',
    action: 'ecs:DescribeServices',
  })
  expect(room.account.calls.count('DescribeServices')).toBe(3)
})

test('a question whose connection breaks is asked again', async () => {
  room.account.faults.add({ action: 'DescribeServices', fault: { kind: 'drop', when: 'after' }, times: 1 })
  expect((await room.awsFor(staging).describeService(backend)).running).toBe(1)
})

test('a question AWS refuses is not asked again', async () => {
  room.account.faults.add({ action: 'DescribeServices', fault: { kind: 'accessDenied' } })
  await expect(room.awsFor(staging).describeService(backend)).rejects.toMatchObject({ kind: 'denied' })
  expect(room.account.calls.count('DescribeServices')).toBe(1)
})

test('a call that hangs is abandoned within the timeout, and its connection is freed', async () => {
  room.account.faults.add({ action: 'DescribeServices', fault: { kind: 'hang' } })
  const asked = room.awsFor(staging).describeService(backend)
  // Three attempts of 400 ms and two pauses of at most 200 and 400 ms.
  expect(await endsWithin(2_400, asked)).toBe(true)
  await expect(asked).rejects.toMatchObject({ kind: 'unanswered' })
  room.account.faults.clear()
  expect((await room.awsFor(staging).describeService(backend)).running).toBe(1)
})

test('an answer that never ends is abandoned too', async () => {
  const sockets = new Set<unknown>()
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' })
    response.write('{"services": [')
  }).on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const slow = createAwsFor({
    clock: systemClock,
    logger: pino({ level: 'silent' }),
    timeout: 200,
    budget: 200,
  })
  await expect(slow(staging).describeService(backend)).rejects.toMatchObject({ kind: 'unanswered' })
  await expect.poll(() => sockets.size, { timeout: 1_000 }).toBe(0)
  await slow.close()
  server.close()
})

test.each(['before', 'after'] as const)(
  'a change whose connection breaks %s it happened is sent once and reported as unanswered',
  async (when) => {
    room.account.faults.add({ action: 'UpdateService', fault: { kind: 'drop', when } })
    await expect(room.awsFor(staging).setDesiredCount(backend, 3)).rejects.toMatchObject({
      kind: 'unanswered',
      action: 'ecs:UpdateService',
    })
    expect(room.account.calls.count('UpdateService')).toBe(1)
    expect(room.account.world.service(backend.service).desiredCount).toBe(when === 'after' ? 3 : 1)
  },
)

test('a change that hangs is sent once and abandoned within the timeout', async () => {
  room.account.faults.add({ action: 'UpdateService', fault: { kind: 'hang', when: 'after' } })
  const asked = room.awsFor(staging).setDesiredCount(backend, 2)
  expect(await endsWithin(1_500, asked)).toBe(true)
  await expect(asked).rejects.toMatchObject({ kind: 'unanswered' })
  expect(room.account.calls.count('UpdateService')).toBe(1)
})

test('a throttled change is not sent again', async () => {
  room.account.faults.add({ action: 'UpdateService', fault: { kind: 'throttle' } })
  await expect(room.awsFor(staging).setDesiredCount(backend, 2)).rejects.toMatchObject({ kind: 'throttled' })
  expect(room.account.calls.count('UpdateService')).toBe(1)
})

test('nobody at the endpoint is reported as unavailable', async () => {
  await room.account.stop()
  await expect(room.awsFor(staging).reachable()).rejects.toMatchObject({ kind: 'unavailable' })
})

test('a cluster that does not exist is a refusal, not an outage', async () => {
  const nowhere = environmentOf('nowhere', 'ohmycoins-nowhere', ['backend'])
  await expect(room.awsFor(nowhere).describeServices(nowhere.services)).rejects.toMatchObject({
    kind: 'rejected',
    code: 'ClusterNotFoundException',
    passing: false,
  })
})
