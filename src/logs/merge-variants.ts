import type { LogLine } from '../core/logs.js'

/** Lines that say the same, and how. */
export interface Variant {
  readonly message: string
  readonly members: readonly LogLine[]
}

/** Fewer variants may well be different things. */
const leastVariants = 3
const leastWords = 5
/** More than this would make comparing slow; messages in one account are a handful. */
const mostVariants = 300
const mostWords = 40

/**
 * Puts messages together that differ in a single word at the same place, at least three of them: `price feed timed out for ADA/USD`, `… BTC/USD`,
 * `… DOT/USD`. Not the first word, which names what went wrong, and not requests, whose paths make the difference.
 */
export function mergeVariants(groups: ReadonlyMap<string, readonly LogLine[]>): readonly Variant[] {
  const families = new Map<string, string[]>()
  for (const message of [...groups.keys()].slice(0, mostVariants)) {
    for (const pattern of patternsOf(message)) {
      const family = families.get(pattern)
      if (family === undefined) families.set(pattern, [message])
      else family.push(message)
    }
  }
  const largestFirst = [...families]
    .filter(([, messages]) => messages.length >= leastVariants)
    .toSorted(([, left], [, right]) => right.length - left.length)
  const merged: Variant[] = []
  const taken = new Set<string>()
  for (const [pattern, messages] of largestFirst) {
    const free = messages.filter((message) => !taken.has(message))
    if (free.length < leastVariants) continue
    for (const message of free) taken.add(message)
    merged.push({ message: pattern, members: free.flatMap((message) => groups.get(message) ?? []) })
  }
  const alone = [...groups].filter(([message]) => !taken.has(message))
  return [...merged, ...alone.map(([message, members]) => ({ message, members }))]
}

/** The message with each of its words in turn taken out. */
function patternsOf(message: string): readonly string[] {
  const words = message.split(' ')
  if (words.length < leastWords || words.length > mostWords || words.includes('→')) return []
  return words.slice(1).map((_, index) => words.with(index + 1, '‹…›').join(' '))
}
