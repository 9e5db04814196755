import { createHmac } from 'node:crypto'
import { credentials, requester } from '../../../sandbox/people.js'
import { signature } from '../../../sandbox/workspace/delivery/signature.js'
import { identity } from '../../../sandbox/workspace/identity.js'
import { signHook } from '../../../src/hooks/signature.js'
import type { Random } from '../../faults/soak/random.js'
import { alarmEvent } from '../../support/alarm-event.js'
import { broken, brokenText } from './broken-json.js'
import { hostile, randomOf } from './random-words.js'

export const pagerDutySecret = 'fuzz-pagerduty-secret-0123456789'
/** Of the sandbox's agent. */
export const agentToken = 'fuzz-agent-token-0123456789-0123456789'

/** A request to the bot, signed unless that is what is wrong with it. */
export interface Posted {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

const kinds = ['deployment', 'pagerduty', 'sns', 'slash', 'event', 'click', 'submit', 'agent'] as const

/** One of the requests of a seed. */
export function postedBody(seed: number, index: number): Posted {
  const random = randomOf(seed, index)
  const kind = random.pick(kinds)
  const asJson = whole(kind, index, random)
  const text =
    typeof asJson === 'string' ? asJson : JSON.stringify(random.chance(0.9) ? broken(asJson, random) : asJson)
  const isCut = random.chance(0.1)
  if (kind === 'slash') return toSlack(form(random, index), 'application/x-www-form-urlencoded', random)
  if (kind === 'event')
    return toSlack(isCut ? brokenText(text, random) : Buffer.from(text), 'application/json', random)
  if (kind === 'click' || kind === 'submit') {
    const payload = new URLSearchParams({ payload: isCut ? brokenText(text, random).toString() : text })
    return toSlack(Buffer.from(payload.toString()), 'application/x-www-form-urlencoded', random)
  }
  const body = isCut ? brokenText(text, random) : Buffer.from(text)
  const at = String(Math.floor(Date.now() / 1_000))
  const json = { 'content-type': 'application/json' }
  if (kind === 'deployment')
    return {
      path: '/hooks/deployments',
      headers: {
        ...json,
        'x-ohmy-timestamp': at,
        'x-ohmy-signature': random.chance(0.02) ? 'v1=00' : signHook(credentials.hookSecret, at, body),
        'idempotency-key': random.chance(0.9) ? `fuzz-${index}` : ascii(random.pick(hostile)),
      },
      body,
    }
  if (kind === 'pagerduty') {
    const signed = createHmac('sha256', pagerDutySecret).update(body).digest('hex')
    return { path: '/hooks/pagerduty', headers: { ...json, 'x-pagerduty-signature': `v1=${signed}` }, body }
  }
  if (kind === 'sns') return { path: '/hooks/sns', headers: { 'content-type': 'text/plain' }, body }
  const accept = 'application/json, text/event-stream'
  return {
    path: '/mcp',
    headers: { ...json, accept, authorization: `Bearer ${agentToken}` },
    body,
  }
}

function toSlack(body: Buffer, type: string, random: Random): Posted {
  const at = Math.floor(Date.now() / 1_000)
  const { signingSecret } = credentials
  const genuine = signature(signingSecret, body.toString(), at)
  return {
    path: '/slack/events',
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': random.chance(0.02) ? `v0=${'0'.repeat(64)}` : genuine,
    },
    // Signed over what it is as text: bytes that are none are somebody else's, and refused.
    body,
  }
}

function ascii(text: string): string {
  return text.replace(/[^\x21-\x7e]/g, '?') || '?'
}

function form(random: Random, index: number): Buffer {
  const fields: Record<string, string> = {
    token: 'unused',
    team_id: identity.teamId,
    channel_id: 'C0DEVOPS',
    channel_name: 'devops',
    user_id: requester.slackId,
    command: identity.command,
    text: random.pick(['help', 'help scale', 'qqq', '', ...hostile]),
    api_app_id: identity.appId,
    response_url: `http://127.0.0.1:9/${index}`,
    trigger_id: `1.2.fuzz${index}`,
  }
  for (let times = random.between(0, 2); times > 0; times--) {
    const key = random.pick(Object.keys(fields))
    if (random.chance(0.5)) delete fields[key]
    else fields[key] = random.pick(hostile)
  }
  return Buffer.from(new URLSearchParams(fields).toString())
}

/** As it comes when nothing is wrong with it. */
function whole(kind: (typeof kinds)[number], index: number, random: Random): unknown {
  const about = {
    team: { id: identity.teamId, domain: 'fuzz' },
    user: { id: requester.slackId, username: 'rita' },
  }
  const channel = { id: 'C0DEVOPS', name: 'devops' }
  const trigger = { api_app_id: identity.appId, token: 'unused', trigger_id: `1.2.fuzz${index}` }
  switch (kind) {
    case 'deployment':
      return {
        environment: 'staging',
        services: ['backend'],
        tag: 'sprint-13-7ac41be',
        commit: '7ac41be',
        author: 'ada',
        changes: ['one thing', random.pick(hostile)],
        link: 'https://example.com/run/1',
      }
    case 'pagerduty':
      return {
        event: {
          id: `fuzz-${index}`,
          event_type: random.pick(['incident.acknowledged', 'incident.resolved', 'incident.triggered']),
          occurred_at: new Date().toISOString(),
          agent: { type: 'user_reference', summary: random.pick(hostile) },
          data: { type: 'incident', incident_key: `page-${index}` },
        },
      }
    case 'sns':
      return {
        Type: 'Notification',
        MessageId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
        TopicArn: 'arn:aws:sns:ap-southeast-2:123456789012:ohmycoins-prod-alerts',
        Message: alarmEvent('ohmycoins-prod-fuzz', 'ALARM', Date.now()),
        Timestamp: new Date().toISOString(),
        SignatureVersion: '2',
        Signature: 'AAAA',
        SigningCertURL: 'https://sns.ap-southeast-2.amazonaws.com/x.pem',
      }
    case 'event':
      return {
        type: 'event_callback',
        token: 'unused',
        team_id: identity.teamId,
        api_app_id: identity.appId,
        event_id: `Ev${index}`,
        event_time: Math.floor(Date.now() / 1_000),
        event: {
          type: random.pick([
            'app_mention',
            'message',
            'app_home_opened',
            'member_joined_channel',
            'channel_archive',
          ]),
          user: requester.slackId,
          text: `<@${identity.botUserId}> ${random.pick(['help', 'qqq', ...hostile])}`,
          ts: `${Math.floor(Date.now() / 1_000)}.${String(index % 1_000_000).padStart(6, '0')}`,
          channel: channel.id,
          channel_type: random.pick(['channel', 'im']),
          event_ts: '1.1',
          tab: 'home',
        },
      }
    case 'click':
      return {
        type: 'block_actions',
        ...about,
        ...trigger,
        channel,
        container: { type: 'message', message_ts: '1.000001', channel_id: channel.id, is_ephemeral: false },
        message: { ts: '1.000001', text: 'a message', blocks: [] },
        response_url: `http://127.0.0.1:9/${index}`,
        actions: [
          {
            type: random.pick(['button', 'static_select', 'overflow']),
            action_id: random.pick([
              'say:here:0123456789',
              'say:replace:0123456789',
              'home:refresh',
              'other',
            ]),
            block_id: 'b',
            action_ts: '1.1',
            value: random.pick(['help', 'show op-7k2m9qa', ...hostile]),
            selected_option: { text: { type: 'plain_text', text: 'x' }, value: 'help' },
          },
        ],
      }
    case 'submit':
      return {
        type: random.pick(['view_submission', 'view_closed']),
        ...about,
        ...trigger,
        view: {
          id: 'V0FUZZ',
          hash: '1.a',
          type: 'modal',
          title: { type: 'plain_text', text: 'Help' },
          callback_id: 'command-form',
          private_metadata: JSON.stringify({
            verb: 'help',
            required: [],
            accepts: {},
            kept: [],
            words: [],
            place: { channel: channel.id, channelName: 'devops' },
          }),
          state: { values: { verb: { verb: { type: 'plain_text_input', value: random.pick(hostile) } } } },
          blocks: [],
        },
      }
    case 'agent':
      return {
        jsonrpc: '2.0',
        id: index,
        method: random.pick(['initialize', 'tools/list', 'tools/call', 'ping', 'resources/list', 'x']),
        params: {
          protocolVersion: '2025-06-18',
          capabilities: {},
          clientInfo: { name: 'fuzz', version: '1' },
          name: random.pick(['status', 'request_change', 'get_operation', 'nothing']),
          arguments: { environment: random.pick(['staging', ...hostile]), line: random.pick(hostile) },
        },
      }
    case 'slash':
      return ''
  }
}
