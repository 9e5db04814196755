import {
  type LiveTailSessionLogEvent,
  StartLiveTailCommand,
  type StartLiveTailCommandInput,
  type StartLiveTailResponseStream,
} from '@aws-sdk/client-cloudwatch-logs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'
import { type Clients, clientsFor, staging } from './clients.js'
import { until } from './until.js'

const arnOf = (name: string) => `arn:aws:logs:ap-southeast-2:123456789012:log-group:${name}`
const backend = arnOf('/ecs/ohmycoins-staging/backend')

let account: Account
let clients: Clients
let hangUp: AbortController

beforeEach(async () => {
  account = await startAccount()
  clients = clientsFor(account.url)
  hangUp = new AbortController()
})

afterEach(async () => {
  hangUp.abort()
  clients.destroy()
  await account.stop()
})

async function open(input: Partial<StartLiveTailCommandInput> = {}, abortSignal = hangUp.signal) {
  const { responseStream } = await clients.logs.send(
    new StartLiveTailCommand({ logGroupIdentifiers: [backend], ...input }),
    { abortSignal },
  )
  if (responseStream === undefined) throw new Error('StartLiveTail answered without a stream')
  return responseStream[Symbol.asyncIterator]() as AsyncIterator<StartLiveTailResponseStream, undefined>
}

test('a tail starts with its session, then shows what is written from then on', async () => {
  account.world.writeLog(staging.service, 'written before')
  const tail = await open()
  const start = (await tail.next()).value
  expect(start?.sessionStart).toMatchObject({ logGroupIdentifiers: [backend], sessionId: expect.any(String) })
  account.world.writeLog(staging.service, 'first <&> line')
  account.world.writeLog(staging.service, 'late line', { at: Date.now() - 20_000 })
  const seen: LiveTailSessionLogEvent[] = []
  for (let update = 0; update < 2; update += 1) {
    const { sessionUpdate } = (await tail.next()).value as StartLiveTailResponseStream
    expect(sessionUpdate?.sessionMetadata?.sampled).toBe(false)
    seen.push(...(sessionUpdate?.sessionResults ?? []))
  }
  const written = seen.filter(({ message }) => message?.includes('line'))
  expect(written.map(({ message }) => message)).toEqual(['late line', 'first <&> line'])
  expect(written[0]).toMatchObject({ logGroupIdentifier: backend, timestamp: expect.any(Number) })
  expect(seen.some(({ message }) => message === 'written before')).toBe(false)
})

test('a filter, streams and more than 500 lines in a second', async () => {
  const id = account.world.tasks(staging.service)[0]?.id
  const tail = await open({ logEventFilterPattern: 'needle', logStreamNames: [`ecs/backend/${id}`] })
  await tail.next()
  for (let line = 0; line < 600; line += 1) account.world.writeLog(staging.service, `needle ${line}`)
  account.world.writeLog(staging.service, 'hay')
  const { sessionUpdate } = (await tail.next()).value as StartLiveTailResponseStream
  expect(sessionUpdate?.sessionMetadata?.sampled).toBe(true)
  expect(sessionUpdate?.sessionResults).toHaveLength(500)
  expect(sessionUpdate?.sessionResults?.every(({ message }) => message?.startsWith('needle'))).toBe(true)
})

test('after three hours the session ends with its exception', async () => {
  const tail = await open()
  await tail.next()
  account.advance(3 * 3_600_000 + 1_000)
  await expect(tail.next()).rejects.toMatchObject({ name: 'SessionTimeoutException' })
})

test('fifteen sessions at once; one that hangs up makes room, and a network may break them', async () => {
  const many = Array.from({ length: 14 }, () => new AbortController())
  await open()
  for (const { signal } of many) await open({}, signal)
  await expect(open()).rejects.toMatchObject({ name: 'LimitExceededException' })
  many[0]?.abort()
  await until(
    () => account.world.liveTails(),
    (count) => count === 14,
  )
  const tail = await open()
  await tail.next()
  account.world.dropLiveTails()
  await expect(tail.next()).rejects.toMatchObject({ code: 'ECONNRESET' })
  await until(
    () => account.world.liveTails(),
    (count) => count === 0,
  )
})

test('only ARNs, known groups and streams of one group can be followed', async () => {
  const frontend = arnOf('/ecs/ohmycoins-staging/frontend')
  for (const wrong of [
    { logGroupIdentifiers: ['/ecs/ohmycoins-staging/backend'] },
    { logGroupIdentifiers: [`${backend}:*`] },
    { logGroupIdentifiers: [] },
    { logGroupIdentifiers: [backend, frontend], logStreamNames: ['ecs/backend/a'] },
    { logEventFilterPattern: '{ $.a' },
  ]) {
    await expect(open(wrong)).rejects.toMatchObject({ name: 'InvalidParameterException' })
  }
  for (const unknown of [
    { logGroupIdentifiers: [arnOf('/none')] },
    { logStreamNames: ['ecs/backend/none'] },
  ]) {
    await expect(open(unknown)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  }
})

test('faults hit a live tail as any other call', async () => {
  account.faults.add({ service: 'logs', action: 'StartLiveTail', fault: { kind: 'throttle' }, times: 1 })
  await expect(open()).rejects.toMatchObject({ name: 'ThrottlingException' })
  account.faults.add({ action: 'StartLiveTail', fault: { kind: 'drop', when: 'before' }, times: 1 })
  await expect(open()).rejects.toMatchObject({ code: 'ECONNRESET' })
})
