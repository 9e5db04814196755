import type { AuditProblem, AuditRecord } from '../core/audit-record.js'
import { hashOf, type Head, type Kept, parseRecord } from './chain.js'

interface Entry {
  /** Where it stands, counted from the first suspect. */
  readonly at: number
  readonly record: AuditRecord | undefined
  readonly hash: string
  /** The hash kept beside it is its own. */
  readonly intact: boolean
}

/**
 * What happened to records that do not form a chain. A record is confirmed by its successor, which names its hash, and the last one by the head;
 * what is denied so was changed, and what stands there besides was put in.
 * @param before the last record that fits beyond doubt, with which the suspects must go on
 * @param head undefined: not all records are here, so nothing is said about the end
 */
export function diagnose(before: Head, suspects: readonly Kept[], head: Head | undefined): AuditProblem[] {
  const entries = suspects.map((kept, at): Entry => {
    const hash = hashOf(kept.record)
    return { at, record: parseRecord(kept.record), hash, intact: hash === kept.hash }
  })
  const end = head?.number ?? Math.max(before.number, ...numbersOf(entries))
  const { genuine, strays, problems } = weigh(before, entries, end, head)
  const gone = gaps(before.number + 1, end, numbersOf(genuine))
  for (const stray of strays) {
    const place = placeOf(stray, genuine, before)
    // It stands where one is missing and is no whole record of its own: that one, with its number changed.
    const isThatOne = !stray.intact || stray.record === undefined
    if (isThatOne && fill(gone, place)) problems.push(changed(place))
    else problems.push(inserted(stray, place))
  }
  return [...problems, ...missing(gone), ...reordered(genuine)]
}

/** From the newest to the oldest: a record counts as a witness against the one before it only while nothing speaks against itself. */
function weigh(before: Head, entries: readonly Entry[], end: number, head: Head | undefined) {
  const byNumber = new Map<number, Entry[]>()
  const strays: Entry[] = []
  for (const entry of entries) {
    const number = entry.record?.number
    if (number === undefined || number <= before.number || number > end) strays.push(entry)
    else byNumber.set(number, [...(byNumber.get(number) ?? []), entry])
  }
  const genuine: Entry[] = []
  const problems: AuditProblem[] = []
  let witness: { readonly number: number; readonly names: string } | undefined =
    head === undefined ? undefined : { number: head.number, names: head.hash }
  for (const [number, candidates] of [...byNumber].toSorted(([a], [b]) => b - a)) {
    const named = witness?.number === number ? witness.names : undefined
    const confirmed = candidates.filter(({ hash }) => hash === named)
    const chosen =
      confirmed.find(({ at }) => (entries[at - 1]?.record?.number ?? before.number) === number - 1) ??
      confirmed[0] ??
      candidates.find(({ intact }) => intact) ??
      candidates[0]
    if (chosen?.record === undefined) continue
    genuine.push(chosen)
    strays.push(...candidates.filter((candidate) => candidate !== chosen))
    const first = number === before.number + 1
    const denied = named !== undefined && named !== chosen.hash
    const good = chosen.intact && !denied && !(first && chosen.record.before !== before.hash)
    if (!good) problems.push(changed(number))
    witness = good ? { number: number - 1, names: chosen.record.before } : undefined
  }
  const inPlace = (a: Entry, b: Entry) => a.at - b.at
  return { genuine: genuine.toSorted(inPlace), strays: strays.toSorted(inPlace), problems }
}

interface Range {
  from: number
  to: number
}

/** The numbers between `from` and `to` that are not there, as ranges: a forged head may name any number. */
function gaps(from: number, to: number, numbers: readonly number[]): Range[] {
  const ranges: Range[] = []
  let next = from
  for (const number of numbers.toSorted((a, b) => a - b)) {
    if (number > next) ranges.push({ from: next, to: number - 1 })
    next = number + 1
  }
  if (next <= to) ranges.push({ from: next, to })
  return ranges
}

/** Takes a number out of the ranges; false where it is in none. */
function fill(ranges: Range[], number: number): boolean {
  const index = ranges.findIndex(({ from, to }) => from <= number && number <= to)
  const range = ranges[index]
  if (range === undefined) return false
  const rest = [
    { from: range.from, to: number - 1 },
    { from: number + 1, to: range.to },
  ]
  ranges.splice(index, 1, ...rest.filter(({ from, to }) => from <= to))
  return true
}

/** The number a record would have where it stands. */
function placeOf(stray: Entry, genuine: readonly Entry[], before: Head): number {
  const ahead = genuine.findLast(({ at }) => at < stray.at)
  return (ahead?.record?.number ?? before.number) + 1
}

/** Records outside the longest run of rising numbers were moved. */
function reordered(genuine: readonly Entry[]): AuditProblem[] {
  const numbers = numbersOf(genuine)
  const staying = longestRising(numbers)
  return numbers.flatMap((number, index) => {
    if (staying.has(number)) return []
    const ahead = numbers[index - 1]
    const where = ahead === undefined ? 'before all others' : `behind record ${ahead}`
    return [problem('reordered', number, number, `Record ${number} was moved: it stands ${where}.`)]
  })
}

function longestRising(numbers: readonly number[]): ReadonlySet<number> {
  // Ends of the runs of each length, and what came before each number in its run.
  const ends: number[] = []
  const ahead = new Map<number, number | undefined>()
  for (const number of numbers) {
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((ends[middle] ?? 0) < number) low = middle + 1
      else high = middle
    }
    ends[low] = number
    ahead.set(number, ends[low - 1])
  }
  const run = new Set<number>()
  for (let at = ends.at(-1); at !== undefined; at = ahead.get(at)) run.add(at)
  return run
}

function missing(ranges: readonly Range[]): AuditProblem[] {
  return ranges.map(({ from, to }) => {
    const what = from === to ? `Record ${from} is missing.` : `Records ${from} to ${to} are missing.`
    return problem('missing', from, to, what)
  })
}

function inserted({ record }: Entry, place: number): AuditProblem {
  const says =
    record === undefined ? 'Something that is no record' : `A record with the number ${record.number}`
  const what = `${says} was put in behind record ${place - 1}.`
  return problem('inserted', record?.number ?? place, record?.number ?? place, what)
}

function changed(number: number): AuditProblem {
  return problem('changed', number, number, `Record ${number} was changed after it was written.`)
}

function problem(kind: AuditProblem['kind'], from: number, to: number, what: string): AuditProblem {
  return { kind, from, to, what }
}

function numbersOf(entries: readonly Entry[]): readonly number[] {
  return entries.flatMap(({ record }) => record?.number ?? [])
}
