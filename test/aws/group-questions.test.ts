import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { groupQuestions } from '../../src/aws/group-questions.js'
import type { ServiceRef } from '../../src/core/environment.js'
import { manyServices, ohMyCoins } from '../../sandbox/account/seed/environments.js'
import { environmentOf, type Room, startRoom } from './environment.js'

const prefix = 'ohmycoins-many'
const names = Array.from({ length: 200 }, (_, index) => `service-${String(index + 1).padStart(4, '0')}`)
const many = environmentOf('many', prefix, names)
const [first, second] = many.services as readonly [ServiceRef, ServiceRef]
let room: Room

beforeEach(async () => {
  room = await startRoom({ environments: [...ohMyCoins(), manyServices({ count: 200, prefix })] })
  await room.awsFor.warm([many])
})
afterEach(() => room.stop())

/** Calls of ten that tell nothing but the names, and what each was sent with. */
function grouped({ lingerFor = 0, before = async () => {} } = {}) {
  const calls: (readonly string[])[] = []
  const ask = groupQuestions<string>({
    size: 10,
    lingerFor,
    async send(take) {
      await before()
      const taken = take()
      calls.push(taken)
      return new Map(taken.map((name) => [name, name]))
    },
  })
  return { ask, calls }
}

const described = () => room.account.calls.count('DescribeServices')

test('those who ask at the same moment share calls of ten, and an answer about the same service', async () => {
  const aws = room.awsFor(many)
  const asked = many.services.slice(0, 40).flatMap((ref) => [ref, ref, ref])
  const answers = await Promise.all(asked.map((ref) => aws.describeService(ref)))
  expect(answers.map(({ ref }) => ref)).toEqual(asked)
  expect(described()).toBe(4)
})

test('who asks while a call is on its way is not given its answer', async () => {
  const aws = room.awsFor(many)
  room.account.setLatency(150)
  const before = aws.describeService(first)
  await expect.poll(described).toBe(1)
  room.account.world.setDesiredCount(first.service, 7)
  expect((await aws.describeService(first)).desired).toBe(7)
  await before
  expect(described()).toBe(2)
})

test('a look that comes again and again waits for company, but only where others have just been asked about', async () => {
  const { ask, calls } = grouped({ lingerFor: 60_000 })
  await ask(['alone'], { linger: true })
  const looks = names.map(async (name) => {
    await nextTurn()
    return ask([name], { linger: true })
  })
  // Whoever does not linger takes along who does.
  await nextTurn()
  await Promise.all([...looks, ask(['urgent'])])
  expect(calls.map((call) => call.length)).toEqual([1, ...names.slice(0, 20).map(() => 10), 1])
})

test('a look that finds no company leaves by itself', async () => {
  const { ask, calls } = grouped({ lingerFor: 20 })
  await ask(['first'], { linger: true })
  await ask(['second'], { linger: true })
  expect(calls).toEqual([['first'], ['second']])
})

test('a call that our own rate holds back is filled up until it leaves', async () => {
  let open = () => {}
  const gate = new Promise<void>((resolve) => (open = resolve))
  const { ask, calls } = grouped({ before: () => gate })
  const asked: Promise<unknown>[] = []
  for (const name of names.slice(0, 30)) {
    asked.push(ask([name]))
    await nextTurn()
  }
  open()
  await Promise.all(asked)
  expect(calls.map((call) => call.length)).toEqual([10, 10, 10])
})

test('what AWS refuses to one costs the others nothing: each asks alone', async () => {
  const aws = room.awsFor(many)
  room.account.faults.add({ action: 'DescribeServices', fault: { kind: 'accessDenied' }, times: 2 })
  const answers = await Promise.allSettled([first, second].map((ref) => aws.describeService(ref)))
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  expect(described()).toBe(3)
})

test('a passing failure is told to all who shared the call', async () => {
  const aws = room.awsFor(many)
  room.account.faults.add({ action: 'DescribeServices', fault: { kind: 'serverError' } })
  const answers = await Promise.allSettled([first, second].map((ref) => aws.describeService(ref)))
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(described()).toBe(3)
})
