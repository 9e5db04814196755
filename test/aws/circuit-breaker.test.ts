import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AwsError } from '../../src/aws/aws-error.js'
import type { CallObservation } from '../../src/aws/call.js'
import { createCircuitBreaker, type Ending } from '../../src/aws/circuit-breaker.js'
import { explainAwsError } from '../../src/aws/explain.js'
import type { ServiceRef } from '../../src/core/environment.js'
import { type Room, staging, startRoom } from './environment.js'

const backend = staging.services[0] as ServiceRef

describe('a circuit', () => {
  let now: number
  let told: string[]
  let breaker: ReturnType<typeof createCircuitBreaker>
  beforeEach(() => {
    now = 0
    told = []
    breaker = createCircuitBreaker({
      monotonic: { now: () => now },
      openFor: 5_000,
      changed: (service, open) => void told.push(`${service} ${open ? 'open' : 'closed'}`),
    })
  })

  function ask(
    ending: Ending,
    takes = 1_500,
    action: 'ecs:DescribeServices' | 'ecs:ListTasks' = 'ecs:ListTasks',
  ) {
    const ended = breaker.admit(action)
    now += takes
    ended(ending)
  }
  const isOpen = () => {
    try {
      breaker.admit('ecs:DescribeServices')('unsent')
      return false
    } catch (error) {
      expect(error).toMatchObject({ kind: 'unavailable', code: 'CircuitOpen', passing: true })
      return true
    }
  }

  test('opens after several failures in a row, of whatever question to that service', () => {
    ask('unanswered')
    ask('unavailable', 1_500, 'ecs:DescribeServices')
    expect(isOpen()).toBe(false)
    ask('unavailable')
    expect(isOpen()).toBe(true)
    expect(told).toEqual(['ecs open'])
    expect(() => breaker.admit('cloudwatch:GetMetricData')('answered')).not.toThrow()
  })

  test.each(['answered', 'rejected', 'denied'] as const)(
    'stays closed when one is %s in between',
    (ending) => {
      ask('unanswered')
      ask('unanswered')
      ask(ending)
      ask('unanswered')
      ask('unanswered')
      expect(isOpen()).toBe(false)
    },
  )

  test('does not open for throttling, however often', () => {
    for (let time = 0; time < 20; time++) ask('throttled')
    expect(isOpen()).toBe(false)
  })

  test('does not open for a blip, however many questions it breaks', () => {
    const many = Array.from({ length: 30 }, () => breaker.admit('ecs:DescribeServices'))
    now += 5_000
    for (const ended of many) ended('unanswered')
    expect(isOpen()).toBe(false)
    ask('unavailable', 10)
    expect(isOpen()).toBe(false)
  })

  test('does not open for failures that lie far apart', () => {
    for (let time = 0; time < 10; time++) {
      ask('unanswered')
      now += 60_000
    }
    expect(isOpen()).toBe(false)
  })

  test('lets one question try after a few seconds, and closes when that is answered', () => {
    for (let time = 0; time < 3; time++) ask('unanswered')
    now += 5_000
    const probe = breaker.admit('ecs:DescribeServices')
    expect(isOpen()).toBe(true)
    probe('answered')
    expect(isOpen()).toBe(false)
    expect(told).toEqual(['ecs open', 'ecs closed'])
  })

  test('stays open for as long again when the one that tries fails', () => {
    for (let time = 0; time < 3; time++) ask('unanswered')
    now += 5_000
    ask('unavailable')
    expect(isOpen()).toBe(true)
    now += 4_999
    expect(isOpen()).toBe(true)
    now += 1
    ask('answered')
    expect(isOpen()).toBe(false)
  })

  test('lets the next one try when the one that should could not be sent', () => {
    for (let time = 0; time < 3; time++) ask('unanswered')
    now += 5_000
    ask('unsent')
    ask('answered')
    expect(isOpen()).toBe(false)
  })

  test('says when it is asked again', () => {
    for (let time = 0; time < 3; time++) ask('unanswered')
    now += 1_500
    let thrown: unknown
    try {
      breaker.admit('ecs:DescribeServices')
    } catch (error) {
      thrown = error
    }
    expect(explainAwsError(thrown as AwsError)).toBe(
      'AWS (ecs) has not answered for a while; ohmy asks it again in 4 s',
    )
  })

  test('never holds a change back, and an answered change closes it', () => {
    for (let time = 0; time < 3; time++) ask('unanswered')
    expect(isOpen()).toBe(true)
    breaker.watch('ecs:UpdateService')('answered')
    expect(isOpen()).toBe(false)
  })

  test('does not open for changes whose outcome is unknown', () => {
    for (let time = 0; time < 5; time++) {
      const ended = breaker.watch('ecs:UpdateService')
      now += 1_500
      ended('unanswered')
    }
    expect(isOpen()).toBe(false)
  })
})

describe('an account whose ECS hangs', () => {
  let room: Room
  let observed: CallObservation[]
  let told: string[]
  beforeEach(async () => {
    observed = []
    told = []
    room = await startRoom(
      {},
      {
        timeout: 1_100,
        budget: 4_000,
        observe: (call) => void observed.push(call),
        circuit: ({ service, open }) => void told.push(`${service} ${open}`),
      },
    )
  })
  afterEach(() => room.stop())

  test('is not asked any more after one question, changes still go out, and soon it is asked again', async () => {
    room.account.faults.add({ action: 'DescribeServices', fault: { kind: 'hang' } })
    const aws = room.awsFor(staging)
    await expect(aws.describeService(backend)).rejects.toBeInstanceOf(AwsError)
    await expect(aws.describeService(backend)).rejects.toMatchObject({ code: 'CircuitOpen' })
    await expect(aws.stoppedTasks(backend, 1)).rejects.toMatchObject({ code: 'CircuitOpen' })
    expect(room.account.calls.count('DescribeServices')).toBe(3)
    expect(room.account.calls.count('ListTasks')).toBe(0)
    expect(observed.at(-1)?.outcome).toBe('held back')
    await expect(aws.alarmsInAlarm()).resolves.toEqual([])
    await aws.setDesiredCount(backend, 2)
    // The change was answered, so the service is there: questions go out again.
    room.account.faults.clear()
    expect((await aws.describeService(backend)).desired).toBe(2)
    expect(told).toEqual(['ecs true', 'ecs false'])
  })
})
