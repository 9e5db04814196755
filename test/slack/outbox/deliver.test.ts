import { pino } from 'pino'
import { expect, it } from 'vitest'
import { section } from '../../../src/slack/blocks.js'
import { message } from '../../../src/slack/message.js'
import { deliver } from '../../../src/slack/outbox/deliver.js'
import type { ClaimedLetter } from '../../../src/slack/outbox/letter-store.js'

const letter: ClaimedLetter = {
  key: 'operation:1',
  lane: 'chat.postMessage C0DEVOPS1',
  lease: 'lease',
  version: 1,
  to: { channel: 'C0DEVOPS1' },
  message: message([section('running')]),
  final: false,
  age: 0,
  attempts: 0,
  trace: '',
}

it('a message whose answer names no channel is found again in the one it was posted to', async () => {
  const outcome = await deliver(letter, 'C0DEVOPS1', {
    slack: { apiCall: async () => ({ ok: true, ts: '1795991390.102000' }) },
    fetch: globalThis.fetch,
    logger: pino({ level: 'silent' }),
    random: () => 0,
    hold: async () => true,
  })
  expect(outcome).toEqual({
    kind: 'done',
    version: 1,
    posted: { channel: 'C0DEVOPS1', ts: '1795991390.102000' },
  })
})
