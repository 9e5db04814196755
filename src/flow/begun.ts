import type { z } from 'zod'
import type { FlowStore, Stored } from './flow-store.js'

type Reads = Pick<FlowStore, 'begun' | 'readAll'>

/** In ms since the epoch, by the store's clock. */
export interface BegunWithin {
  readonly since: number
  /** Absent: up to now, also where the clock of who asks is behind. */
  readonly until?: number
  /** Flows that are looked at. */
  readonly most: number
}

export interface BegunPage {
  /** Not parsed yet; those that are gone are left out. */
  readonly flows: readonly Stored[]
  /** There are none before these. */
  readonly isLast: boolean
}

const pageSize = 100

/** The flows of a kind that were begun in that time, newest first, a page at a time: who has seen enough reads no more. */
export async function* begunPages(
  store: Reads,
  kind: string,
  { since, until = Number.MAX_SAFE_INTEGER, most }: BegunWithin,
): AsyncGenerator<BegunPage, void> {
  const seen = new Set<string>()
  for (let from = 0; from < most; from += pageSize) {
    const size = Math.min(pageSize, most - from)
    const ids = await store.begun(kind, { since, until, from, most: size })
    // What is begun meanwhile pushes others from one page into the next.
    const fresh = ids.filter((id) => !seen.has(id))
    for (const id of fresh) seen.add(id)
    const isLast = ids.length < size
    yield { flows: fresh.length === 0 ? [] : await store.readAll(fresh), isLast }
    if (isLast) return
  }
}

/** What is asked of a `Flow`. */
interface Shape<R> {
  readonly kind: string
  readonly record: z.ZodType<R>
}

/** The same with their records; what this release cannot read is left out. */
export async function* begunRecords<R>(
  store: Reads,
  { kind, record: shape }: Shape<R>,
  within: BegunWithin,
): AsyncGenerator<{ readonly records: readonly R[]; readonly isLast: boolean }, void> {
  for await (const { flows, isLast } of begunPages(store, kind, within))
    yield { records: flows.flatMap(({ record }) => shape.safeParse(record).data ?? []), isLast }
}

/** All of these at once, newest first. */
export async function readBegun<R>(store: Reads, flow: Shape<R>, within: BegunWithin): Promise<readonly R[]> {
  const all: R[] = []
  for await (const { records } of begunRecords(store, flow, within)) all.push(...records)
  return all
}
