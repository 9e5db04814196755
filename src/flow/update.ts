import type { About, AnyFlow, Hold } from './flow.js'
import { FencedError, type FlowStore, type Stored } from './flow-store.js'

/** How often a compare-and-set is tried again when somebody else was faster. */
const contention = 20

/**
 * Changes a record until nobody was in between, and takes and frees what it holds in the same write. The same record, or an equal one, writes nothing.
 * @param fence a worker's; absent: it is a person's word
 * @param moved called where somebody else was faster: the change is made of what they wrote
 * @returns what was read, where nothing is written; undefined: there is no such flow any more
 * @throws FullError
 */
export async function update(
  store: FlowStore,
  flow: AnyFlow,
  from: Stored,
  change: (record: never) => unknown,
  fence?: string,
  moved?: () => void,
): Promise<Stored | undefined> {
  let stored: Stored | undefined = from
  for (let attempt = 0; attempt < contention && stored !== undefined; attempt++) {
    const record = change(stored.record as never)
    if (record === stored.record || JSON.stringify(record) === JSON.stringify(stored.record)) return stored
    const answer = await store.write(stored, record, {
      lane: flow.lane,
      fence,
      state: flow.about(record).state,
      ...differenceOf(flow.about(stored.record), flow.about(record)),
    })
    if (typeof answer === 'number') return { ...stored, version: answer, record }
    if (answer === 'gone') return undefined
    moved?.()
    stored = await readFlow(store, flow, from.id)
  }
  if (stored === undefined) return undefined
  throw new Error(`${from.id} was changed by others ${contention} times in a row`)
}

/** A flow of that kind, its record parsed. */
export async function readFlow(store: FlowStore, flow: AnyFlow, id: string): Promise<Stored | undefined> {
  const stored = await store.read(id)
  if (stored === undefined || stored.kind !== flow.kind) return undefined
  return { ...stored, record: flow.record.parse(stored.record) }
}

/** What a write takes and frees, so that a flow holds what its record says and nothing else. */
function differenceOf(
  before: About,
  after: About,
): { readonly taken: readonly Hold[]; readonly freed: readonly Hold[] } {
  const without = (these: readonly Hold[], those: readonly Hold[]) =>
    these.filter(({ name }) => !those.some((other) => other.name === name))
  return { taken: without(after.holds, before.holds), freed: without(before.holds, after.holds) }
}

/** As the turns of a flow that has been taken over by another worker find it. */
export function stillThere(id: string, updated: Stored | undefined): Stored {
  if (updated === undefined) throw new FencedError(id)
  return updated
}
