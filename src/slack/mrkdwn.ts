import type { RichTextBlock } from '@slack/types'
import { maskSecrets } from '../core/mask.js'
import { printable } from '../core/printable.js'
import { writtenUtcTime } from '../core/utc-time.js'

export { printable }

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/**
 * Makes text safe inside mrkdwn: it can neither mention nor link. Formatting characters such as `*` keep their meaning; use
 * `untrusted()` or `code()` where they must not.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function escapeMrkdwn(text: string): string {
  return text.replace(/[&<>]/g, (character) => entities[character] ?? character)
}

/** A block for text from elsewhere (log lines, alarm reasons, commit messages): shown letter by letter, never interpreted. */
export function untrusted(text: string): RichTextBlock {
  const shown = printable(text)
  return {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_preformatted',
        elements: [{ type: 'text', text: shown.trim() === '' ? '(empty)' : shown }],
      },
    ],
  }
}

/** Inline code in mrkdwn that its content cannot leave: backticks become `ˋ`, newlines spaces. Masked before: in one line a secret of several is none. */
export function code(text: string): string {
  const shown = printable(maskSecrets(text)).replace(/`/g, 'ˋ').replace(/\s+/g, ' ').trim()
  return `\`${shown === '' ? '(empty)' : escapeMrkdwn(shown)}\``
}

/**
 * A moment that everybody reads in their own time zone.
 * @param ms milliseconds since the epoch
 * @param format such as `{date_short_pretty} {time}`: https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 * @param fallback what clients that cannot format it show
 */
export function dateToken(ms: number, format: string, fallback: string): string {
  const plain = (text: string) => escapeMrkdwn(text.replace(/[|^\n]/g, ' '))
  return `<!date^${Math.floor(ms / 1_000)}^${plain(format)}|${plain(fallback)}>`
}

/** Text from ohmy's own operations in mrkdwn: escaped, and the moments in it as ages that stay true. */
export function withAges(text: string): string {
  return escapeMrkdwn(text).replace(writtenUtcTime, (written, before: string, day: string, time: string) => {
    const at = Date.parse(`${day}T${time}:00Z`)
    if (Number.isNaN(at)) return written
    const format = before === '' ? '{ago}' : '{date_short_pretty} at {time}'
    return `${before}${dateToken(at, format, written.slice(before.length))}`
  })
}

/** A link in mrkdwn. An address that is not http(s) or mailto is shown, not linked. */
export function link(url: string, label: string): string {
  const shown = printable(label).replace(/\s+/g, ' ').replace(/\|/g, '¦')
  if (!/^(https?|mailto):/.test(url)) return `${escapeMrkdwn(shown)} (${escapeMrkdwn(printable(url))})`
  return `<${escapeMrkdwn(url.replace(/[|\s]/g, encodeURIComponent))}|${escapeMrkdwn(shown)}>`
}

/** Mentions a person by Slack id. What is no id stays text. */
export function mention(slackId: string): string {
  return /^[UW][A-Z0-9]+$/.test(slackId) ? `<@${slackId}>` : escapeMrkdwn(slackId)
}

/** Mentions a user group by Slack id. What is no id stays text. */
export function mentionGroup(groupId: string): string {
  return /^S[A-Z0-9]+$/.test(groupId) ? `<!subteam^${groupId}>` : escapeMrkdwn(groupId)
}
