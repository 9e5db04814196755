import { everyMatch } from './every-match.js'
import type { Span } from './span.js'

/** What follows the two words in sentences. */
const sentence =
  /^(?:auth\w*|token\w*|scheme\w*|realm|error\w*|challenge|credential\w*|required|missing|invalid|format|header|plan|tier|account|access|user|usage|settings?|functionality|support|methods?|info|information|data|config\w*|check\w*|health|instance|bonds?|shares?|of|things?)$/i

const schemes = /\b(bearer|basic)(?:\s{1,10}|%20|["'`]\s{0,3},\s{0,3}["'`])([\w.~+/=-]{6,})/gi

/**
 * A token behind `Bearer` or `Basic` without the name of the header. In a sentence (`the bearer of bad news`, `basic things`) both words
 * stand before ordinary ones: only letters alone, in lower case and few, are taken for those.
 */
export function findBearers(text: string): readonly Span[] {
  const spans: Span[] = []
  for (const match of everyMatch(text, schemes)) {
    const [whole, scheme = '', token = ''] = match
    const isToken =
      /[\d=+/]/.test(token) ||
      /[a-z][A-Z]/.test(token) ||
      token.length >= 20 ||
      (scheme === 'Bearer' && token.length >= 8 && !token.includes('-'))
    if (!isToken || sentence.test(token.replace(/\.+$/, ''))) continue
    const to = match.index + whole.length
    spans.push({ from: to - token.length, to })
  }
  return spans
}
