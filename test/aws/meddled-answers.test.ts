import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CallObservation } from '../../src/aws/call.js'
import type { ServiceRef } from '../../src/core/environment.js'
import { type Meddling, type MeddlingProxy, startMeddlingProxy } from '../support/meddling-proxy.js'
import { type Room, staging, startRoom } from './environment.js'

const backend = staging.services[0] as ServiceRef
const targetGroup = async (room: Room) =>
  (await room.awsFor(staging).describeService(backend)).targetGroups[0]

let room: Room
let proxy: MeddlingProxy
let observed: CallObservation[]
beforeEach(async () => {
  observed = []
  room = await startRoom({}, { timeout: 700, budget: 5_000, observe: (call) => void observed.push(call) })
  proxy = await startMeddlingProxy(room.account.url)
  process.env.AWS_ENDPOINT_URL = proxy.url
})
afterEach(async () => {
  await room.stop()
  await proxy.stop()
})

const meddlings: readonly (readonly [string, Meddling])[] = [
  ['cut', { kind: 'cut' }],
  ['cut in a chunk', { kind: 'cut chunk' }],
  ['shorter than it is by its length', { kind: 'short' }],
  ['longer than it is by its length', { kind: 'long' }],
  ['empty', { kind: 'empty' }],
  ['a page with 200', { kind: 'page', status: 200 }],
  ['a page with 302', { kind: 'page', status: 302 }],
  ['a page with 403', { kind: 'page', status: 403 }],
  ['a page with 404', { kind: 'page', status: 404 }],
  ['a page with 408', { kind: 'page', status: 408 }],
  ['a page with 429', { kind: 'page', status: 429 }],
  ['a page with 502', { kind: 'page', status: 502 }],
  ["somebody's JSON with 200", { kind: 'json', status: 200 }],
  ["somebody's JSON with 400", { kind: 'json', status: 400 }],
  ["somebody's JSON with 403", { kind: 'json', status: 403 }],
  ["somebody's JSON with 503", { kind: 'json', status: 503 }],
  ...[
    'null',
    '[]',
    '{}',
    '42',
    '"ok"',
    '{"status":"ok"}',
    '{"services":null,"service":null}',
    '{"services":"x","service":"x"}',
    '{"services":[null],"service":{}}',
    '{"__type":"ThrottlingException","message":"slow"}',
    '<!-- portal --><html><body>Sign in</body></html>',
    '<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html></html>',
    '<head><title>Sign in</title></head>',
  ].map((body) => [`${body} under the headers of AWS`, { kind: 'body', status: 200, body }] as const),
  [
    'a page by its type alone, under the headers of AWS',
    { kind: 'body', status: 200, type: 'text/html; charset=utf-8', body: '<center>Sign in</center>' },
  ],
  [
    "a gateway's 403 with a Code of its own",
    { kind: 'body', status: 403, type: 'application/json', body: '{"Code":"Forbidden","Message":"policy"}' },
  ],
  ['plain words with 503', { kind: 'body', status: 503, type: 'text/plain', body: 'upstream connect error' }],
]

describe.each(meddlings)('an answer that is %s', (_, how) => {
  test('to a change leaves open whether it happened, in words', async () => {
    proxy.meddle('UpdateService', how)
    const thrown = await room
      .awsFor(staging)
      .setDesiredCount(backend, 3)
      .catch((error: unknown) => error)
    expect(thrown).toMatchObject({ kind: 'unanswered', mayHaveHappened: true })
    expect((thrown as Error).message).not.toMatch(/in JSON|hidden field|position|socket/i)
    expect(room.account.calls.count('UpdateService')).toBe(1)
    expect(room.account.world.service(backend.service).desiredCount).toBe(3)
  })

  test('to a question is asked for again', async () => {
    proxy.meddle('DescribeServices', how, 1)
    expect((await room.awsFor(staging).describeService(backend)).running).toBe(1)
    expect(observed.map(({ outcome }) => outcome)).toEqual(['unanswered', 'answered'])
  })

  test('to a question in XML is asked for again', async () => {
    const group = (await targetGroup(room)) ?? ''
    observed = []
    proxy.meddle('DescribeTargetHealth', how, 1)
    expect(await room.awsFor(staging).targetHealth(group)).toHaveLength(1)
    expect(observed.map(({ outcome }) => outcome)).toEqual(['unanswered', 'answered'])
  })

  test('means nothing of what AWS could have said: no task definition, image or dashboard is missing', async () => {
    for (const action of [
      'DescribeTaskDefinition',
      'DescribeImages',
      'GetDashboard',
      'DescribeLoadBalancers',
    ]) {
      proxy.meddle(action, how)
    }
    const aws = room.awsFor(staging)
    const asked = [
      aws.describeTaskDefinition('ohmycoins-staging-backend'),
      aws.findImage('123456789012.dkr.ecr.ap-southeast-2.amazonaws.com/ohmycoins/backend:sprint-0-none'),
      aws.dashboardBody('none'),
      aws.loadBalancerDimension('none'),
    ]
    for (const result of await Promise.allSettled(asked)) {
      expect(result).toMatchObject({ status: 'rejected', reason: { kind: 'unanswered', passing: true } })
    }
  })
})

test('what AWS says itself passes through a proxy as it is', async () => {
  const aws = room.awsFor(staging)
  expect(await aws.describeTaskDefinition('ohmycoins-staging-nothing')).toBeUndefined()
  room.account.faults.add({ action: 'UpdateService', fault: { kind: 'accessDenied' } })
  await expect(aws.setDesiredCount(backend, 3)).rejects.toMatchObject({ kind: 'denied' })
})

describe('a body that is too large', () => {
  const mega = 1024 * 1024

  test.each([
    ['one of 50 MB', { kind: 'huge', bytes: 50 * mega }],
    ['one that never ends', { kind: 'endless' }],
  ] as const)(
    '%s is cut off at 16 MB',
    async (_, how) => {
      proxy.meddle('DescribeServices', how)
      proxy.meddle('UpdateService', how)
      const before = process.memoryUsage().rss
      const asked = Array.from({ length: 4 }, () => room.awsFor(staging).describeService(backend))
      for (const result of await Promise.allSettled(asked)) {
        expect(result).toMatchObject({ status: 'rejected', reason: { kind: 'unanswered' } })
      }
      await expect(room.awsFor(staging).setDesiredCount(backend, 3)).rejects.toMatchObject({
        mayHaveHappened: true,
      })
      // Four times three questions and a change, of 16 MB each, and what lies in sockets.
      expect(proxy.sent).toBeLessThan(13 * 24 * mega)
      expect(process.memoryUsage().rss - before).toBeLessThan(400 * mega)
      proxy.clear()
      expect((await room.awsFor(staging).describeService(backend)).running).toBe(1)
    },
    30_000,
  )
})
