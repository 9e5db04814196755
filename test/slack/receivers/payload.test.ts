import { describe, expect, it } from 'vitest'
import { misshapen } from '../../../src/slack/receivers/payload.js'

const user = { id: 'U0REQUEST', username: 'rita' }
const view = {
  id: 'V0',
  callback_id: 'command-form',
  title: { type: 'plain_text', text: 'Help' },
  private_metadata: '{}',
  state: { values: { verb: { verb: { type: 'plain_text_input', value: null } } } },
  blocks: [],
}
const container = { type: 'message', message_ts: '1.1' }
const click = { type: 'button', action_id: 'say:here:0', block_id: 'b', value: 'help' }

describe('a payload of Slack', () => {
  it.each([
    [
      'a slash command',
      { command: '/ohmy', text: 'help', user_id: 'U0', channel_id: 'C0', trigger_id: '1.2', anything: '' },
    ],
    [
      'a mention',
      {
        type: 'event_callback',
        event_id: 'Ev1',
        event: { type: 'app_mention', user: 'U0', text: '<@U1> help', channel: 'C0', ts: '1.1' },
      },
    ],
    [
      'a channel with another name',
      {
        type: 'event_callback',
        event_id: 'Ev1',
        event: { type: 'channel_rename', channel: { id: 'C0', name: 'x' } },
      },
    ],
    [
      'a click',
      { type: 'block_actions', user, actions: [click], container, trigger_id: '1.2', channel: { id: 'C0' } },
    ],
    [
      'one on the Home tab, which has no title',
      {
        type: 'block_actions',
        user,
        actions: [click],
        view: { id: 'V0', type: 'home', callback_id: '', hash: '1.a', blocks: [], state: { values: {} } },
        container: { type: 'view' },
      },
    ],
    ['a form that was sent', { type: 'view_submission', user, trigger_id: '1.2', view }],
    [
      'an event whose members are not there',
      { type: 'event_callback', event_id: 'Ev1', event: { type: 'x' } },
    ],
    ['a shortcut', { type: 'shortcut', user, callback_id: 'x' }],
  ])('is %s', (_, body) => expect(misshapen(body)).toBeUndefined())

  it.each([
    ['a click without who', 'user', { type: 'block_actions', actions: [click] }],
    [
      'a click that says null',
      'actions.0.value',
      { type: 'block_actions', user, container, actions: [{ ...click, value: null }] },
    ],
    ['a click without what', 'actions', { type: 'block_actions', user, actions: null }],
    [
      'a form of a number',
      'view.callback_id',
      { type: 'view_submission', user, view: { ...view, callback_id: 7 } },
    ],
    [
      'an event of a nobody that is there',
      'event.user',
      { type: 'event_callback', event_id: 'Ev1', event: { type: 'app_mention', user: null } },
    ],
    ['an event of nothing', 'event', { type: 'event_callback', event_id: 'Ev1', event: null }],
    [
      'an event whose id is a list',
      'event_id',
      { type: 'event_callback', event_id: [], event: { type: 'app_mention' } },
    ],
    ['a type that is a list', 'command', { type: [{ a: [] }], event: null }],
    ['a command from nobody', 'user_id', { command: '/ohmy', text: 'help' }],
    ['nothing', 'command', {}],
  ])('is not %s: %s', (_, wrong, body) => expect(misshapen(body)).toBe(wrong))
})
