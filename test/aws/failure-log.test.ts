import { pino } from 'pino'
import { beforeEach, expect, test } from 'vitest'
import { AwsError } from '../../src/aws/aws-error.js'
import { createFailureLog, type FailureLog } from '../../src/aws/failure-log.js'
import type { ServiceRef } from '../../src/core/environment.js'
import { startMeddlingProxy } from '../support/meddling-proxy.js'
import { staging, startRoom } from './environment.js'

let now: number
let lines: Record<string, unknown>[]
let failures: FailureLog
const logger = () =>
  pino(
    { level: 'info' },
    { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
  )
beforeEach(() => {
  now = 0
  lines = []
  failures = createFailureLog(logger(), { now: () => now })
})

const fail = (action = 'ecs:DescribeServices', kind: AwsError['kind'] = 'throttled') =>
  failures.note(new AwsError(kind, action, 'SomeException', 'Rate exceeded', { requestId: 'r-1' }))

test('the first failure is told at once, with what somebody needs at three in the morning', () => {
  fail()
  expect(lines).toMatchObject([
    {
      level: 40,
      action: 'ecs:DescribeServices',
      kind: 'throttled',
      code: 'SomeException',
      requestId: 'r-1',
      reason: 'Rate exceeded',
      msg: 'AWS call failed',
    },
  ])
})

test('a thousand of a kind are a line a minute, which counts the others', () => {
  for (let second = 0; second < 180; second += 1) {
    now = second * 1_000
    for (let call = 0; call < 10; call += 1) fail()
  }
  expect(lines.map(({ notTold }) => notTold)).toEqual([undefined, 599, 599])
})

test('another kind, or another call, is told by itself', () => {
  fail()
  fail('ecs:ListTasks')
  fail('ecs:DescribeServices', 'denied')
  fail()
  expect(lines).toHaveLength(3)
})

test('a question that fails is in the log of a bot that logs no more than it does by default', async () => {
  const room = await startRoom({}, { logger: logger(), timeout: 2_000 })
  const proxy = await startMeddlingProxy(room.account.url)
  process.env.AWS_ENDPOINT_URL = proxy.url
  proxy.meddle('DescribeServices', { kind: 'page', status: 403 })
  const backend = staging.services[0] as ServiceRef
  await expect(room.awsFor(staging).describeService(backend)).rejects.toMatchObject({ kind: 'unanswered' })
  const [line] = lines.filter(({ msg }) => msg === 'AWS call failed')
  expect(line).toMatchObject({
    action: 'ecs:DescribeServices',
    kind: 'unanswered',
    code: 'UnreadableAnswer',
    reason: "the answer to ecs:DescribeServices cannot be read as AWS's (HTTP 403, text/html)",
    cause: 'the answer is a page',
  })
  expect(lines.filter(({ msg }) => msg === 'AWS call failed')).toHaveLength(1)
  await room.stop()
  await proxy.stop()
})
