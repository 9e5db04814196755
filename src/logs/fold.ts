import { type ErrorGroup, isAtLeast, type LogLine } from '../core/logs.js'
import { mergeVariants } from './merge-variants.js'

/** Beyond it two messages count as the same. */
const longestMessage = 300

/** Order matters: what holds numbers goes before numbers. `→ 502` is a status, which makes a difference. */
const folds: readonly (readonly [RegExp, string])[] = [
  // It is another one each time, and says nothing.
  [
    /[\s,;(]*\b[\w.-]{0,30}(?:request|trace|span|correlation)[_.-]?id["']?\s?[=:]\s?["']?[\w.:-]{1,80}["')]*/gi,
    '',
  ],
  [/(?<= · )\d+(?:\.\d+)? ms\b/g, '# ms'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '‹id›'],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?/g, '‹time›'],
  [/\b(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?\b/g, '‹address›'],
  [/\b[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){3,7}\b/gi, '‹address›'],
  [/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g, '‹address›'],
  [/\b0x[0-9a-f]{1,32}\b/gi, '‹id›'],
  [/\b(?=[0-9a-f]{0,64}\d)(?=\d{0,64}[a-f])[0-9a-f]{7,64}\b/gi, '‹id›'],
  [/"[^"\n]{0,200}"/g, '"…"'],
  [/(?<![\p{L}\d])'[^'\n]{0,200}'/gu, "'…'"],
  [/`[^`\n]{0,200}`/g, '`…`'],
  [/(?<!→ |[\p{L}\p{N}_])\d+(?:[.,]\d+)*/gu, '#'],
]

/** The message with numbers, ids, times, addresses and quoted values taken out: the same for lines that say the same. */
export function fold(message: string): string {
  const short = message.slice(0, longestMessage).replace(/\s+/g, ' ').trim()
  return folds.reduce((text, [found, replaced]) => text.replace(found, replaced), short)
}

/**
 * Puts errors that say the same together. Fatal ones come first; then the most frequent, or, for a task that ended, the newest.
 */
export function groupErrors(
  lines: readonly LogLine[],
  order: 'frequent' | 'newest' = 'frequent',
): readonly ErrorGroup[] {
  const groups = new Map<string, LogLine[]>()
  for (const line of lines) {
    if (!isAtLeast(line.level, 'error') || isBareHead(line)) continue
    const key = fold(line.message)
    const known = groups.get(key)
    if (known === undefined) groups.set(key, [line])
    else known.push(line)
  }
  return mergeVariants(groups)
    .map(({ message, members }) => groupOf(message, members))
    .toSorted(
      (left, right) =>
        Number(right.level === 'fatal') - Number(left.level === 'fatal') ||
        (order === 'newest' ? 0 : right.count - left.count) ||
        right.last - left.last,
    )
}

/** A trace whose other lines were not found says nothing by itself, and its exception counts already. */
function isBareHead({ message }: LogLine): boolean {
  return /^Traceback \(most recent call last\):$/.test(message.trim())
}

function groupOf(folded: string, members: readonly LogLine[]): ErrorGroup {
  const [first, ...rest] = members
  if (first === undefined) throw new Error('A group has at least one line')
  const newest = rest.reduce((found, line) => (line.at > found.at ? line : found), first)
  const oldest = rest.reduce((found, line) => (line.at < found.at ? line : found), first)
  const same = members.every(({ message }) => message === newest.message)
  return {
    message: same ? newest.message : folded,
    level: members.some(({ level }) => level === 'fatal') ? 'fatal' : 'error',
    count: members.length,
    first: oldest.at,
    last: newest.at,
    newest,
  }
}
