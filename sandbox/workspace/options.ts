import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Person } from './contract.js'

/** A group of people such as `@oncall`, answered by usergroups.list and usergroups.users.list. */
export interface UserGroup {
  readonly id: string
  readonly handle: string
  readonly name: string
  readonly users: readonly string[]
}

/** How slash commands, clicks and events reach the bot. */
export type Deliver =
  | { readonly kind: 'http'; readonly url: string | (() => string) }
  | { readonly kind: 'socket' }

export interface WorkspaceOptions {
  readonly people: readonly Person[]
  readonly credentials: {
    readonly botToken: string
    readonly appToken: string
    readonly signingSecret: string
  }
  readonly deliver: Deliver
  /** Port to listen on at `host`; 0, the default, takes any free one. */
  readonly port?: number
  /** Address to listen on; loopback unless told otherwise. */
  readonly host?: string
  /** Channels the bot and everybody are in. Default: #devops, #alerts, #incidents, #ohmy-audit. */
  readonly channels?: readonly { readonly name: string; readonly topic: string }[]
  readonly userGroups?: readonly UserGroup[]
  /** Scopes of the bot token. When given, a method without its scope answers `missing_scope`. */
  readonly scopes?: readonly string[]
  /** Methods that the app says it calls. When given, `stop` rejects where it has called others. */
  readonly declared?: readonly string[]
  /** Whether `data_visualization` blocks are accepted (default true) or answered `invalid_blocks`. */
  readonly charts?: boolean
  /** Slack's real budgets for chat.postMessage and chat.update, per channel. Default false. */
  readonly strictRateLimits?: boolean
  /** Milliseconds the bot has to acknowledge. Slack: 3,000. */
  readonly acknowledgeWithin?: number
  /** Milliseconds a trigger_id lives. Slack: 3,000. */
  readonly triggerLifetime?: number
  /** Milliseconds before each retry of an event. Slack: nearly at once, 1 minute, 5 minutes. */
  readonly eventRetryWaits?: readonly number[]
  /** Milliseconds since the epoch; moves trigger ids and response_urls, not timers. */
  readonly now?: () => number
  /** Serves what is neither Slack's API nor the page's; answers false when it does not know the path. */
  readonly page?: (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>
}

export type Settings = Required<Omit<WorkspaceOptions, 'scopes' | 'declared' | 'page'>> &
  Pick<WorkspaceOptions, 'scopes' | 'declared' | 'page'>

export const defaultChannels = [
  { name: 'devops', topic: 'Commands for ohmy' },
  { name: 'alerts', topic: 'Alarms from monitoring' },
  { name: 'incidents', topic: 'Incidents under way' },
  { name: 'ohmy-audit', topic: 'Anchors of the audit, once a day' },
] as const

/** Fills in everything a caller may leave out. */
export function settingsFrom(options: WorkspaceOptions): Settings {
  return {
    port: 0,
    host: '127.0.0.1',
    channels: defaultChannels,
    userGroups: [],
    charts: true,
    strictRateLimits: false,
    acknowledgeWithin: 3_000,
    triggerLifetime: 3_000,
    eventRetryWaits: [500, 60_000, 300_000],
    now: Date.now,
    ...options,
  }
}
