import { looksRandom } from './harmless-values.js'
import type { Span } from './span.js'

/** Where an address ends. */
const behindAddress = /[\s"'`<>]/g

/**
 * Passwords in addresses: `postgres://app:…@db:5432`. The password ends at the last @ before the host, so that one with an @ in it does
 * not stay behind; one with slashes is not allowed in an address, and typed all the same. A user alone is masked where it is a token.
 */
export function findInAddresses(text: string): readonly Span[] {
  const spans: Span[] = []
  let end = 0
  let nextAt = 0
  for (let sign = text.indexOf('://'); sign >= 0; sign = text.indexOf('://', sign + 3)) {
    const start = sign + 3
    if (!/[a-z0-9+.-]/i.test(text.charAt(sign - 1))) continue
    if (end < start) {
      behindAddress.lastIndex = start
      end = behindAddress.exec(text)?.index ?? text.length
    }
    if (nextAt >= 0 && nextAt < start) nextAt = text.indexOf('@', start)
    if (nextAt < 0) break
    if (nextAt >= end) continue
    const span = userInfo(text, start, nextAt, end)
    if (span !== undefined) spans.push(span)
  }
  return spans
}

/** Longer authorities are none: https://datatracker.ietf.org/doc/html/rfc3986#section-3.2 has hosts of 255 characters. */
const longestAuthority = 1_000

function userInfo(text: string, start: number, firstAt: number, end: number): Span | undefined {
  const authority = /^[^/?#]*/.exec(text.slice(start, Math.min(end, start + longestAuthority)))?.[0] ?? ''
  const lastAt = authority.lastIndexOf('@')
  const colon = authority.indexOf(':')
  if (lastAt >= 0) {
    if (colon >= 0 && colon < lastAt - 1) return { from: start + colon + 1, to: start + lastAt }
    const user = authority.slice(0, colon >= 0 && colon < lastAt ? colon : lastAt)
    return user.length >= 16 && looksRandom(user) ? { from: start, to: start + user.length } : undefined
  }
  if (colon < 0 || /^:\d{1,5}$/.test(authority.slice(colon)) || firstAt - start > longestAuthority)
    return undefined
  return { from: start + colon + 1, to: firstAt }
}
