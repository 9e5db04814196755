const none: readonly RegExpExecArray[] = []

/**
 * What `text.matchAll(pattern)` yields. That makes a copy of the pattern for each call, which for the fifty patterns of a short text costs more
 * than the search (Node 20.20: 64 → 32 µs for a line of a help, in `maskSecrets`).
 * @param pattern a global one that matches no empty text
 */
export function everyMatch(text: string, pattern: RegExp): readonly RegExpExecArray[] {
  pattern.lastIndex = 0
  let match = pattern.exec(text)
  if (match === null) return none
  const found: RegExpExecArray[] = []
  for (; match !== null; match = pattern.exec(text)) found.push(match)
  return found
}
