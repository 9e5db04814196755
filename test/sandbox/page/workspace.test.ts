import { expect, test } from 'vitest'
import { applyChange, visibleMessages } from '../../../sandbox/page/state/workspace.js'
import type { PostedMessage, WorkspaceState } from '../../../sandbox/workspace/contract.js'

const message = (change: Partial<PostedMessage>): PostedMessage => ({
  channel: 'C1',
  ts: '1.0',
  author: 'B',
  text: '',
  blocks: [],
  edits: 0,
  ...change,
})
const empty: WorkspaceState = {
  bot: { slackId: 'B', name: 'ohmy' },
  people: [],
  channels: [],
  messages: [],
  modals: [],
  homes: [],
  canvases: [],
}
const seen = (state: WorkspaceState, person = 'U1'): readonly string[] =>
  visibleMessages(state, 'C1', person).map(({ text }) => text)
const after = (...messages: readonly PostedMessage[]): WorkspaceState =>
  messages.reduce((state, each) => applyChange(state, { type: 'message', message: each }), empty)

test('messages stand in the order of their times, whatever order they arrived in', () => {
  expect(seen(after(message({ ts: '10.0', text: 'late' }), message({ ts: '9.5', text: 'early' })))).toEqual([
    'early',
    'late',
  ])
})

test('an edited message replaces the one it was, and an older version arriving late does not', () => {
  const edited = after(
    message({ text: 'first' }),
    message({ text: 'second', edits: 1 }),
    message({ text: 'first' }),
  )
  expect(seen(edited)).toEqual(['second'])
})

test('an ephemeral message is seen by its person only', () => {
  const state = after(message({ text: 'for one', ephemeralFor: 'U1' }))
  expect(seen(state, 'U1')).toEqual(['for one'])
  expect(seen(state, 'U2')).toEqual([])
})

test('a deleted message is gone', () => {
  const state = applyChange(after(message({ text: 'gone' })), {
    type: 'message-deleted',
    channel: 'C1',
    ts: '1.0',
  })
  expect(seen(state)).toEqual([])
})
