import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ServiceRef } from '../../src/core/environment.js'
import { type MeddlingProxy, startMeddlingProxy } from '../support/meddling-proxy.js'
import { environmentOf, type Room, startRoom } from './environment.js'

const withRole = environmentOf('other', 'ohmycoins-staging', ['backend'], {
  assumeRole: { arn: 'arn:aws:iam::123456789012:role/ohmy' },
})
const backend = withRole.services[0] as ServiceRef
let room: Room
let proxy: MeddlingProxy
beforeEach(async () => {
  room = await startRoom({}, { timeout: 1_000, budget: 4_000 })
  proxy = await startMeddlingProxy(room.account.url)
  process.env.AWS_ENDPOINT_URL = proxy.url
})
afterEach(async () => {
  await room.stop()
  await proxy.stop()
})

const change = () =>
  room
    .awsFor(withRole)
    .setDesiredCount(backend, 3)
    .catch((error: unknown) => error)

test('a role that may not be taken on is what is denied, not the call that needed it', async () => {
  room.account.faults.add({ action: 'AssumeRole', fault: { kind: 'accessDenied' } })
  expect(await change()).toMatchObject({ kind: 'denied', action: 'sts:AssumeRole', mayHaveHappened: false })
})

test.each([
  { kind: 'page', status: 200 },
  { kind: 'page', status: 408 },
  { kind: 'cut' },
  { kind: 'endless' },
] as const)(
  'where the role cannot be read ($kind) nothing was sent, and nothing can have happened',
  async (how) => {
    proxy.meddle('AssumeRole', how, 1)
    expect(await change()).toMatchObject({ passing: true, mayHaveHappened: false })
    expect(room.account.calls.count('UpdateService')).toBe(0)
    expect(await change()).toMatchObject({ requestId: expect.any(String) })
  },
)

test('a role that never comes is waited for no longer than any call', async () => {
  room.account.faults.add({ action: 'AssumeRole', fault: { kind: 'hang' } })
  expect(await change()).toMatchObject({ kind: 'unavailable', mayHaveHappened: false })
})
