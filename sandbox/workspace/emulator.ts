import { createEmulator } from 'emulate'
import type { Settings } from './options.js'
import { identity } from './identity.js'
import { createTokenTurns, tokenAndSpares } from './spare-tokens.js'

export interface SlackAnswer {
  readonly ok: boolean
  readonly error?: string
  readonly [field: string]: unknown
}

/** The stateful part of Slack, kept by `emulate`: channels, messages, threads, files, pins, bookmarks, reactions. */
export interface EmulatedSlack {
  readonly call: (
    token: string,
    method: string,
    args: Readonly<Record<string, unknown>>,
  ) => Promise<SlackAnswer>
  /** Hands a request with a raw body through, for uploaded bytes and downloads. */
  readonly pass: (
    path: string,
    request: { method: string; headers: Record<string, string>; body?: Uint8Array<ArrayBuffer> },
  ) => Promise<Response>
  readonly close: () => Promise<void>
}

const CALL_TIMEOUT = 10_000

/** Acts as the bot with every scope: for what the workspace does on its own account. */
export const WORKSPACE_TOKEN = 'xoxb-sandbox-workspace'

/** The token with which a person's own messages are written. */
export function personToken(slackId: string): string {
  return `xoxp-sandbox-${slackId}`
}

/** A login name as Slack would show it: "Rita Requester" is `rita.requester`. */
export function loginName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '.')
}

/**
 * Starts `emulate` with the bot, the people and the channels. `publicUrl` replaces its own address in answers,
 * so that uploads and permalinks go through the workspace.
 */
export async function startEmulatedSlack(settings: Settings, publicUrl: string): Promise<EmulatedSlack> {
  const emulator = await createEmulator({ service: 'slack', port: 0, seed: { slack: seedFrom(settings) } })
  const base = `http://127.0.0.1:${new URL(emulator.url).port}`

  const nameFor = createTokenTurns()
  /** One call at a time, so that answers come in the order in which `emulate` changed its state. */
  let turn: Promise<unknown> = Promise.resolve()
  function call(
    token: string,
    method: string,
    args: Readonly<Record<string, unknown>>,
  ): Promise<SlackAnswer> {
    const answer = turn.then(() => send(token, method, args))
    turn = answer.catch(() => undefined)
    return answer
  }

  async function send(
    token: string,
    method: string,
    args: Readonly<Record<string, unknown>>,
  ): Promise<SlackAnswer> {
    const response = await fetch(`${base}/api/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${nameFor(token)}`, 'content-type': 'application/json' },
      body: JSON.stringify(args),
      signal: AbortSignal.timeout(CALL_TIMEOUT),
    })
    if (response.status === 404) return { ok: false, error: 'unknown_method' }
    const text = await response.text()
    return JSON.parse(text.replaceAll(emulator.url, publicUrl)) as SlackAnswer
  }

  const slack: EmulatedSlack = {
    call,
    pass: (path, request) =>
      fetch(`${base}${path}`, { ...request, signal: AbortSignal.timeout(CALL_TIMEOUT) }),
    close: () => emulator.close(),
  }
  await joinChannels(slack, settings)
  return slack
}

/**
 * `emulate` gives seeded users random ids, but lets an installed app name its bot user. Everybody is seeded
 * as the bot user of an app of their own; users.* is answered by the workspace, which knows who is a person.
 */
function seedFrom(settings: Settings): Record<string, unknown> {
  const everybody = [
    { id: identity.botUserId, bot: identity.botId, app: identity.appId, name: identity.botName },
    ...settings.people.map((person) => ({
      id: person.slackId,
      bot: `B-${person.slackId}`,
      app: `A-${person.slackId}`,
      name: loginName(person.name),
    })),
  ]
  return {
    team: { name: identity.teamName, domain: identity.teamDomain },
    channels: settings.channels.map(({ name, topic }) => ({ name, topic })),
    strict_scopes: settings.scopes !== undefined,
    oauth_apps: everybody.map(({ id, bot, app, name }) => ({
      app_id: app,
      client_id: app,
      client_secret: 'unused',
      name,
      redirect_uris: [],
      bot_id: bot,
      bot_user_id: id,
      bot_name: name,
    })),
    tokens: [
      {
        token: settings.credentials.botToken,
        user_id: identity.botUserId,
        app_id: identity.appId,
        bot_id: identity.botId,
        ...(settings.scopes === undefined ? {} : { scopes: settings.scopes }),
      },
      { token: WORKSPACE_TOKEN, user_id: identity.botUserId },
      ...settings.people.map(({ slackId }) => ({ token: personToken(slackId), user_id: slackId })),
    ].flatMap((seeded) => tokenAndSpares(seeded.token).map((token) => ({ ...seeded, token }))),
  }
}

async function joinChannels(slack: EmulatedSlack, settings: Settings): Promise<void> {
  const listed = await slack.call(WORKSPACE_TOKEN, 'conversations.list', { limit: 1000 })
  const channels = listed['channels'] as readonly { id: string; name: string }[]
  const wanted = new Set(settings.channels.map(({ name }) => name))
  const tokens = [WORKSPACE_TOKEN, ...settings.people.map(({ slackId }) => personToken(slackId))]
  for (const channel of channels) {
    const joining = wanted.has(channel.name) ? tokens : tokens.slice(1)
    for (const token of joining) await slack.call(token, 'conversations.join', { channel: channel.id })
  }
}
