import { ErrorCode } from '@slack/web-api'

/**
 * What a failed call means for the letter.
 * - `limited`: too many calls of this method for this channel; `wait` in ms
 * - `unsure`: no answer, or an error after which Slack may have acted all the same
 * - `content`: the blocks or the text are refused
 * - `gone`: the message to update is not there or may not be changed
 * - `outside`: the bot is not in the channel
 * - `token`: nothing works until somebody repairs the installation
 * - `never`: this place takes no message
 */
export type Failure =
  | { readonly kind: 'limited'; readonly wait: number }
  | {
      readonly kind: 'unsure' | 'content' | 'gone' | 'outside' | 'token' | 'never'
      readonly error: string
    }

/** Codes of https://docs.slack.dev/reference/methods/chat.postMessage and chat.update. */
const kinds: Readonly<Record<string, Exclude<Failure['kind'], 'limited'>>> = {
  invalid_blocks: 'content',
  invalid_blocks_format: 'content',
  msg_blocks_too_long: 'content',
  msg_too_long: 'content',
  invalid_attachments: 'content',
  too_many_attachments: 'content',
  block_mismatch: 'gone',
  message_not_found: 'gone',
  cant_update_message: 'gone',
  edit_window_closed: 'gone',
  as_user_not_supported: 'gone',
  not_in_channel: 'outside',
  token_revoked: 'token',
  token_expired: 'token',
  invalid_auth: 'token',
  not_authed: 'token',
  account_inactive: 'token',
  no_permission: 'token',
  missing_scope: 'token',
  not_allowed_token_type: 'token',
  org_login_required: 'token',
  internal_error: 'unsure',
  fatal_error: 'unsure',
  request_timeout: 'unsure',
  service_unavailable: 'unsure',
  update_failed: 'unsure',
  external_channel_migrating: 'unsure',
  team_added_to_org: 'unsure',
}

/** Reads the error of a WebClient that rejects rate limited calls. */
export function failureOf(error: unknown): Failure {
  const { code, retryAfter, data, message } = error as {
    code?: string
    retryAfter?: number
    data?: { error?: string; retry_after?: number }
    message?: string
  }
  if (code === ErrorCode.RateLimitedError)
    return { kind: 'limited', wait: Math.max(1, retryAfter ?? 1) * 1_000 }
  if (code !== ErrorCode.PlatformError) return { kind: 'unsure', error: message ?? String(error) }
  const refusal = data?.error ?? 'unknown_error'
  if (/^rate_?limited$/.test(refusal)) return { kind: 'limited', wait: 5_000 }
  return { kind: kinds[refusal] ?? 'never', error: refusal }
}
