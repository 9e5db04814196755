import { maskSecrets } from './mask.js'

const mark = '…'
/** No secret is longer than this; half of one would be recognised by nobody. */
const longestSecret = 4_000
/** An address has at most 3,000 characters, its label seldom more than the rest. */
const longestToken = 6_000

/** Shortens plain text to at most `max` UTF-16 units, never inside a character, and never leaves half of a secret. */
export function cutPlain(text: string, max: number): string {
  if (text.length <= max) return wellFormed(text)
  const looked = text.slice(0, max + longestSecret)
  const shown = `${maskSecrets(looked)}${looked.length < text.length ? mark : ''}`
  return gather(shown.slice(0, max + 1).match(/[\s\S]/gu) ?? [], shown, max)
}

/** As `cutPlain`, and never inside an entity such as `&amp;` or a token such as `<@U1>`; code that was open is closed. */
export function cutMrkdwn(text: string, max: number): string {
  const whole = wellFormed(text)
  if (whole.length <= max) return whole
  const pieces = whole.slice(0, max + longestToken).match(/<[^<>\n]*>|&(?:amp|lt|gt);|[\s\S]/gu) ?? []
  const shortened = gather(pieces, whole, Math.max(1, max - 4))
  const fences = shortened.split('```').length - 1
  if (fences % 2 === 1) return `${shortened}\n\`\`\``
  const lastLine = shortened.slice(shortened.lastIndexOf('\n') + 1).replaceAll('```', '')
  return lastLine.split('`').length % 2 === 0 ? `${shortened}\`` : shortened
}

function gather(pieces: readonly string[], text: string, max: number): string {
  const whole = wellFormed(text)
  if (whole.length <= max) return whole
  let kept = ''
  for (const piece of pieces) {
    if (kept.length + piece.length > max - mark.length) break
    kept += piece
  }
  return `${wellFormed(kept).trimEnd()}${mark}`
}

/** Half a character, left by code that cut elsewhere, would make Slack refuse the message. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd')
}
