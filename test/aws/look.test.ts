import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lookAt } from '../../src/aws/look.js'
import type { Account } from '../../sandbox/account/account.js'
import type { ServiceRef } from '../../src/core/environment.js'
import { environmentOf, type Room, staging, startRoom } from './environment.js'
import { endsWithin } from '../support/duration.js'

const [backend, frontend] = staging.services as readonly [ServiceRef, ServiceRef]
const minute = 60_000
let room: Room
let account: Account
let now: number
const clock = { now: () => now }

beforeEach(async () => {
  now = Date.now()
  room = await startRoom({}, { clock, timeout: 2_000, budget: 3_000, logger: pino({ level: 'silent' }) })
  account = room.account
})
afterEach(() => room.stop())

const look = (within?: number) =>
  lookAt(room.awsFor(staging), { clock, ...(within === undefined ? {} : { within }) })

test('many who look at the same time cost one call, and who looks afterwards sees the newest', async () => {
  account.setLatency(50)
  const looks = Array.from({ length: 50 }, () => look().describeServices(staging.services))
  for (const services of await Promise.all(looks)) expect(services[0]?.desired).toBe(1)
  expect(account.calls.count('DescribeServices')).toBe(1)
  account.world.setDesiredCount(backend.service, 3)
  expect((await look().describeServices(staging.services))[0]?.desired).toBe(3)
})

test('when AWS does not answer, the last known answer stands in and says how old it is and why', async () => {
  await look().describeServices(staging.services)
  const asked = now
  now += 4 * minute
  account.faults.add({ action: 'DescribeServices', fault: { kind: 'hang' } })
  const aws = look()
  expect(await aws.describeServices(staging.services)).toHaveLength(2)
  expect(aws.ages()).toEqual([
    { question: 'describeServices', what: 'services', at: asked, why: expect.stringContaining('in time') },
  ])
  // One of them stands in after both were looked at.
  expect((await look().describeServices([frontend]))[0]?.ref.name).toBe('frontend')
})

test('what is too old does not stand in', async () => {
  await look().describeServices(staging.services)
  now += 10 * minute
  account.faults.add({ action: 'DescribeServices', fault: { kind: 'serverError' } })
  await expect(look().describeServices(staging.services)).rejects.toMatchObject({ kind: 'unavailable' })
})

test('a refusal is not covered up by what was known', async () => {
  await look().targetHealth(await targetGroup())
  now += minute
  account.faults.add({ action: 'DescribeTargetHealth', fault: { kind: 'accessDenied' } })
  const aws = look()
  await expect(aws.targetHealth(await targetGroup())).rejects.toMatchObject({ kind: 'denied' })
  expect(aws.ages()).toEqual([])
})

test('who acts is never given what was known', async () => {
  await look().describeServices(staging.services)
  account.faults.add({ action: 'DescribeServices', fault: { kind: 'serverError' } })
  await expect(room.awsFor(staging).describeService(backend)).rejects.toMatchObject({ kind: 'unavailable' })
})

test('the time for all questions ends them, and what is known stands in for the rest', async () => {
  await look().describeServices(staging.services)
  account.setLatency(1_500)
  const aws = look(100)
  const asked = Promise.allSettled([aws.describeServices(staging.services), aws.alarms()])
  expect(await endsWithin(1_000, asked)).toBe(true)
  const [services, alarms] = await asked
  expect(services).toMatchObject({ status: 'fulfilled' })
  expect(alarms).toMatchObject({ status: 'rejected', reason: { kind: 'unanswered' } })
  await expect(aws.stoppedTasks(backend, 1)).rejects.toMatchObject({ kind: 'unanswered' })
  expect(account.calls.count('ListTasks')).toBe(0)
})

test('where something is known, nobody waits for long; where nothing is, it is worth waiting for', async () => {
  await look().describeServices(staging.services)
  account.setLatency(1_500)
  const aws = lookAt(room.awsFor(staging), { clock, patience: 60 })
  const known = aws.describeServices([backend])
  expect(await endsWithin(1_000, known)).toBe(true)
  expect(await known).toHaveLength(1)
  expect(aws.ages()).toHaveLength(1)
  account.setLatency(100)
  expect(await aws.stoppedTasks(backend, 1)).toEqual([])
})

test('alarms that all share are said to be a little older, without a reason', async () => {
  await look().alarms()
  const asked = now
  now += 12_000
  const aws = look()
  await aws.alarms()
  expect(aws.ages()).toEqual([{ question: 'alarms', what: 'alarms', at: asked }])
  expect(account.calls.count('DescribeAlarms')).toBe(1)
})

test('a list of services that breaks off is completed by the last known one', async () => {
  const found = environmentOf('staging', 'ohmycoins-staging', [])
  const list = async (aws = lookAt(room.awsFor(found), { clock })) => {
    const names: string[] = []
    for await (const page of aws.services()) names.push(...page.map(({ name }) => name))
    return { names: names.sort(), ages: aws.ages() }
  }
  expect((await list()).names).toEqual(['backend', 'frontend'])
  now += minute
  account.faults.add({ action: 'ListServices', fault: { kind: 'serverError' } })
  expect(await list()).toMatchObject({
    names: ['backend', 'frontend'],
    ages: [{ question: 'services', at: now - minute }],
  })
})

async function targetGroup(): Promise<string> {
  const [service] = await room.awsFor(staging).describeServices([backend])
  return service?.targetGroups[0] ?? ''
}

test('target health is kept for seconds, whoever asks, and asked for again after our own change', async () => {
  const arn = await targetGroup()
  const states = async () => (await room.awsFor(staging).targetHealth(arn)).map(({ state }) => state)
  expect(await states()).toEqual(['healthy'])
  account.world.makeTargetUnhealthy(backend.service)
  now += 2_999
  const looking = await look().targetHealth(arn)
  expect(looking.map(({ state }) => state)).toEqual(['healthy'])
  expect(account.calls.count('DescribeTargetHealth')).toBe(1)
  now += 1
  expect(await states()).toEqual(['unhealthy'])
  await room.awsFor(staging).setDesiredCount(backend, 2)
  await states()
  expect(account.calls.count('DescribeTargetHealth')).toBe(3)
})

test('who looks after our own change is never given a question that left before it', async () => {
  account.setLatency(200)
  const running = look().runningTasks(backend)
  await expect.poll(() => account.calls.count('ListTasks')).toBe(1)
  await room.awsFor(staging).setDesiredCount(backend, 2)
  await Promise.all([running, look().runningTasks(backend)])
  expect(account.calls.count('ListTasks')).toBe(2)
})

test('autoscaling ranges are kept for seconds to be looked at, and never to plan with', async () => {
  const aws = room.awsFor(staging)
  for (let times = 0; times < 3; times += 1) await look().scalableTargets(staging.services)
  expect(account.calls.count('DescribeScalableTargets')).toBe(1)
  await aws.scalableTargets([backend])
  expect(account.calls.count('DescribeScalableTargets')).toBe(2)
  await aws.setScalableRange(backend, { minimum: 1, maximum: 4 })
  expect(await look().scalableTargets(staging.services)).toEqual([{ ref: backend, minimum: 1, maximum: 4 }])
})

test('nothing is asked when the time that is left is as good as none', async () => {
  const aws = look(1_000)
  await new Promise((resolve) => setTimeout(resolve, 960))
  await expect(aws.stoppedTasks(backend, 1)).rejects.toMatchObject({ kind: 'unanswered' })
  expect(account.calls.count('ListTasks')).toBe(0)
})
