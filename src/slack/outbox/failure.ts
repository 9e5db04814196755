import { ErrorCode } from '@slack/web-api'

/**
 * What a failed call means for the letter.
 * - `limited`: too many calls of this method for this channel; `wait` in ms
 * - `unsure`: no answer of Slack's, or one after which it may have acted all the same
 * - `content`: the blocks or the text are refused
 * - `gone`: the message to update is not there or may not be changed
 * - `outside`: the bot is not in the channel
 * - `token`: nothing works until somebody repairs the installation
 * - `refused`: this place takes no message of ours as things stand
 */
export type Failure =
  | { readonly kind: 'limited'; readonly wait: number }
  | {
      readonly kind: 'unsure' | 'content' | 'gone' | 'outside' | 'token' | 'refused'
      readonly error: string
    }

type Kind = Exclude<Failure['kind'], 'limited'>

/** Slack's words: https://docs.slack.dev/reference/methods/chat.postMessage, chat.update, chat.postEphemeral, files.completeUploadExternal. */
const words: Readonly<Record<Kind, readonly string[]>> = {
  content: [
    'attachment_payload_limit_exceeded',
    'invalid_attachments',
    'invalid_blocks',
    'invalid_blocks_format',
    'markdown_text_conflict',
    'msg_blocks_too_long',
    'msg_too_long',
    'no_text',
    'too_many_attachments',
    'too_many_contact_cards',
  ],
  gone: [
    'as_user_not_supported',
    'block_mismatch',
    'cant_update_message',
    'edit_window_closed',
    'message_not_found',
  ],
  outside: ['not_in_channel'],
  token: [
    'account_inactive',
    'app_uninstalled',
    'invalid_auth',
    'missing_scope',
    'no_permission',
    'not_allowed_token_type',
    'not_authed',
    'org_login_required',
    'team_access_not_granted',
    'team_disabled',
    'token_expired',
    'token_revoked',
    'two_factor_setup_required',
    'user_removed_from_team',
  ],
  refused: [
    'access_denied',
    'accesslimited',
    'blocked_file_type',
    'cannot_reply_to_message',
    'channel_not_found',
    'ekm_access_denied',
    'enterprise_is_restricted',
    'file_not_found',
    'file_upload_size_restricted',
    'file_uploads_disabled',
    'file_uploads_except_images_disabled',
    'invalid_arguments',
    'invalid_channel',
    'invalid_thread_ts',
    'is_archived',
    'is_inactive',
    'message_limit_exceeded',
    'messages_tab_disabled',
    'metadata_must_be_sent_from_app',
    'metadata_too_large',
    'method_deprecated',
    'posting_to_general_channel_denied',
    'restricted_action',
    'restricted_action_non_threadable_channel',
    'restricted_action_read_only_channel',
    'restricted_action_thread_locked',
    'restricted_action_thread_only_channel',
    'slack_connect_canvas_sharing_blocked',
    'slack_connect_clip_sharing_blocked',
    'slack_connect_file_link_sharing_blocked',
    'slack_connect_file_upload_sharing_blocked',
    'slack_connect_lists_sharing_blocked',
    'storage_limit_reached',
    'team_not_found',
    'user_not_in_channel',
  ],
  unsure: [
    'external_channel_migrating',
    'fatal_error',
    'internal_error',
    'request_timeout',
    'service_unavailable',
    'team_added_to_org',
    'update_failed',
  ],
}
const kinds = new Map(
  Object.entries(words).flatMap(([kind, some]) => some.map((word) => [word, kind as Kind] as const)),
)

/** Whoever asks for longer is asked again after this (ms). */
const longestPause = 15 * 60_000

/** Reads the error of a WebClient that rejects rate limited calls. A word that is not known is no reason to think that nothing happened. */
export function failureOf(error: unknown): Failure {
  const { code, retryAfter, data, message } = error as {
    code?: string
    retryAfter?: number
    data?: { error?: unknown }
    message?: string
  }
  if (code === ErrorCode.RateLimitedError) {
    return { kind: 'limited', wait: Math.min(Math.max(1, retryAfter ?? 1) * 1_000, longestPause) }
  }
  if (code !== ErrorCode.PlatformError) return { kind: 'unsure', error: message ?? String(error) }
  const word = String(data?.error)
  if (/^rate_?limited$/.test(word)) return { kind: 'limited', wait: 5_000 }
  return { kind: kinds.get(word) ?? 'unsure', error: word.slice(0, 100) }
}
