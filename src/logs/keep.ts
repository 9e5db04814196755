import { maskSecrets } from '../core/mask.js'
import { printable } from '../core/printable.js'

/** Characters of one text that are kept. CloudWatch takes events of up to 1 MB; nobody reads more than this of one. */
export const longestKept = 16_000
/** No secret is longer: so much at the cut is thrown away, lest the first half of one stays behind unrecognised. */
const overlap = 4_000

/**
 * A text that can be shown, and how many of its characters are missing. The order matters: what cannot be seen goes first, because a secret
 * with a zero-width character inside is recognised by nobody but its reader; then secrets; then what is too long, because half of a secret
 * is none either.
 */
export function keep(text: string): { readonly kept: string; readonly notKept: number } {
  if (text.length <= longestKept) return { kept: maskSecrets(printable(text)), notKept: 0 }
  const seen = maskSecrets(printable(text.slice(0, longestKept + overlap)))
  const kept = cutAt(seen, Math.min(longestKept, Math.max(0, seen.length - overlap)))
  return { kept, notKept: text.length - kept.length }
}

/** The first characters of a text, never half of one. */
export function cutAt(text: string, most: number): string {
  return text.slice(0, most).replace(/[\ud800-\udbff]$/, '')
}
