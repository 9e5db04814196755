/** More edits than this are another word, not a slip. */
const mostEdits = 3
/** Two letters in common at the start say more about what was meant than one edit less. */
const sharedStart = 2
const shortestPrefix = 2

/**
 * The candidate that was most likely meant, or undefined when none is near. Case does not count; swapped neighbours
 * are one edit; an abbreviation (`stag`) finds the longer word. The same words give the same answer in any order.
 * Time grows with the length of the word times the edits allowed, so 8,000 characters cost no more than a blink.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.trim().toLowerCase()
  if (wanted === '') return undefined
  let best: string | undefined
  let bestScore = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    const score = scoreOf(wanted, candidate.toLowerCase())
    if (score === undefined || score > bestScore) continue
    if (score === bestScore && best !== undefined && !comesFirst(candidate, best)) continue
    best = candidate
    bestScore = score
  }
  return best
}

/** Less is nearer; undefined: too far away to be suggested. */
function scoreOf(wanted: string, candidate: string): number | undefined {
  if (candidate === '') return undefined
  if (candidate === wanted) return 0
  if (isPrefix(wanted, candidate)) return 0.5
  const limit = editsAllowed(Math.min(wanted.length, candidate.length))
  const edits = distanceWithin(wanted, candidate, limit)
  if (edits === undefined) return isPrefix(candidate, wanted) ? mostEdits : undefined
  return candidate.slice(0, sharedStart) === wanted.slice(0, sharedStart) ? edits - 0.25 : edits
}

function editsAllowed(length: number): number {
  if (length <= 1) return 0
  return Math.min(mostEdits, Math.max(1, Math.floor(length / 3)))
}

/** `start` is a beginning of `whole` that tells enough: two letters or more and not a mere fraction of it. */
function isPrefix(start: string, whole: string): boolean {
  return start.length >= shortestPrefix && whole.length <= start.length * 8 && whole.startsWith(start)
}

/** The shorter one, then the one earlier in the alphabet: the order of the candidates decides nothing. */
function comesFirst(left: string, right: string): boolean {
  if (left.length !== right.length) return left.length < right.length
  return left < right
}

/**
 * Insertions, deletions, replacements and swaps of neighbours (optimal string alignment), at most `limit`, else
 * undefined. Only the band around the diagonal is computed: nothing outside it can come back under the limit.
 */
function distanceWithin(left: string, right: string, limit: number): number | undefined {
  if (Math.abs(left.length - right.length) > limit) return undefined
  const beyond = limit + 1
  let beforeLast: number[] = []
  let last = Array.from({ length: right.length + 1 }, (_, column) => Math.min(column, beyond))
  for (let row = 1; row <= left.length; row += 1) {
    const from = Math.max(1, row - limit)
    const to = Math.min(right.length, row + limit)
    const current: number[] = []
    current[from - 1] = from === 1 ? Math.min(row, beyond) : beyond
    let least = current[from - 1] ?? beyond
    for (let column = from; column <= to; column += 1) {
      const replaced =
        (last[column - 1] ?? beyond) + (left.charCodeAt(row - 1) === right.charCodeAt(column - 1) ? 0 : 1)
      const removed = (last[column] ?? beyond) + 1
      const added = (current[column - 1] ?? beyond) + 1
      let edits = Math.min(replaced, removed, added)
      if (swapped(left, right, row, column)) edits = Math.min(edits, (beforeLast[column - 2] ?? beyond) + 1)
      current[column] = Math.min(edits, beyond)
      least = Math.min(least, edits)
    }
    if (least > limit) return undefined
    beforeLast = last
    last = current
  }
  const edits = last[right.length] ?? beyond
  return edits > limit ? undefined : edits
}

function swapped(left: string, right: string, row: number, column: number): boolean {
  if (row < 2 || column < 2) return false
  return (
    left.charCodeAt(row - 1) === right.charCodeAt(column - 2) &&
    left.charCodeAt(row - 2) === right.charCodeAt(column - 1)
  )
}
