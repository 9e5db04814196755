import type { SlackAnswer } from '../emulator.js'
import type { RunningWorkspace } from '../running-workspace.js'
import type { Args } from './arguments.js'

/** One Web API method. `token` has been checked and is the bot's or the app's. */
export interface Method {
  readonly run: (args: Args, workspace: RunningWorkspace, name: string) => Promise<SlackAnswer> | SlackAnswer
  /** Scope the bot token needs, checked when the workspace was given scopes. */
  readonly scope?: string
  /** Takes the app-level token instead of the bot's. */
  readonly appLevel?: boolean
}

export type Methods = Readonly<Record<string, Method>>

/** Slack's refusal; `messages` become `response_metadata.messages`. */
export function refusal(error: string, messages?: readonly string[]): SlackAnswer {
  if (messages === undefined) return { ok: false, error }
  return { ok: false, error, response_metadata: { messages } }
}

/** Hands a call on to `emulate` as the bot. */
export function emulated(method: string, args: Args, workspace: RunningWorkspace): Promise<SlackAnswer> {
  const { token: _token, ...rest } = args
  return workspace.slack.call(workspace.settings.credentials.botToken, method, rest)
}
