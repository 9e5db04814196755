import { emojiIn } from './emoji.js'

/** What Slack would write for a moment where it cannot format it: `2026-11-23 12:04 UTC`. */
export function readableTime(seconds: number): string {
  const date = new Date(seconds * 1_000)
  if (Number.isNaN(date.getTime())) return 'unknown time'
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** `label (address)`, or one of them where the other adds nothing. */
export function readableLink(url: string, label: string | undefined): string {
  const address = url.replace(/^(mailto|tel):/, '')
  if (label === undefined || label.trim() === '' || label === url || label === address) return address
  return `${label} (${address})`
}

function readableToken(token: string): string {
  const inner = token.slice(1, -1)
  const bar = inner.indexOf('|')
  const target = bar < 0 ? inner : inner.slice(0, bar)
  const label = bar < 0 ? undefined : unescape(inner.slice(bar + 1))
  if (target.startsWith('!date^')) {
    return label === undefined || label.trim() === '' ? readableTime(Number(target.split('^')[1])) : label
  }
  if (target.startsWith('@')) return `@${label ?? target.slice(1)}`
  if (target.startsWith('#')) return `#${label ?? target.slice(1)}`
  if (target.startsWith('!subteam^')) return `@${(label ?? target.slice(9)).replace(/^@/, '')}`
  if (target.startsWith('!')) return `@${(label ?? target.slice(1)).replace(/^@/, '')}`
  return readableLink(unescape(target), label)
}

function unescape(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&')
}

/** Each finds what stands before it (1) and the words (2). */
export const boldOrItalic = {
  bold: /(^|[\s(["'>])\*(?=\S)([^*\n]*[^*\s])\*(?=$|[\s)\]"'.,:;!?<])/g,
  italic: /(^|[\s(["'>*])_(?=\S)([^_\n]*[^_\s])_(?=$|[\s)\]"'.,:;!?<*])/g,
} as const

/** Bold and italic marks go: they say nothing in text. `~old~` stays, because without it the old would read as the current. */
function withoutMarks(text: string): string {
  return text.replace(boldOrItalic.bold, '$1$2').replace(boldOrItalic.italic, '$1$2')
}

/** Text as a person reads it: links, mentions and dates written out, entities decoded, bold and italic marks gone. */
export function readableMrkdwn(mrkdwn: string): string {
  return mrkdwn
    .split(/(```[\s\S]*?```|`[^`\n]+`)/)
    .map((part, index) => {
      const tokens = (text: string) =>
        text
          .split(/(<[^<>\n]+>)/)
          .map((piece, at) => (at % 2 === 1 ? readableToken(piece) : unescape(piece)))
          .join('')
      if (index % 2 === 0) return tokens(emojiIn(withoutMarks(part)))
      return tokens(part.startsWith('```') ? part.slice(3, -3).replace(/^\n|\n$/g, '') : part)
    })
    .join('')
}
