import { calledPeople, isPageEnded, type PageRecord, type PageStep } from '../../core/page.js'
import type { Called, PagePorts } from './ports.js'

/** Who is called in a step: nobody for their own act, and nobody twice. */
export async function peopleToCall(
  record: Pick<PageRecord, 'by' | 'calls'>,
  step: PageStep,
  now: number,
  ports: Pick<PagePorts, 'onCall' | 'nameOf'>,
): Promise<readonly Called[]> {
  const told = new Set(record.calls.flatMap(({ people }) => people.map(({ id }) => id)))
  const wanted = [...(await ports.onCall(step.layers, now)), ...step.people]
  const ids = [...new Set(wanted)].filter((id) => id !== record.by?.id && !told.has(id))
  return Promise.all(ids.map(async (id) => ({ id, name: await ports.nameOf(id) })))
}

/** The record after a step was done; where there is nobody to call the next ones are called at once. */
export function afterCall(record: PageRecord, people: readonly Called[], now: number): PageRecord {
  const step = record.steps[record.done]
  if (step === undefined || isPageEnded(record.state)) return record
  const done = record.done + 1
  if (people.length === 0) return { ...record, done, nextAt: now }
  const calls = [...record.calls, { to: step.to, people, at: now }]
  return { ...record, state: 'calling', done, calls, nextAt: now + step.wait }
}

/**
 * The record once people were told. Where that was late, because a process died or the store was away, they are given their time from now on.
 * @param late ms that do not count as late
 */
export function toldBy(record: PageRecord, told: number, now: number, late: number): PageRecord {
  const call = record.calls[told - 1]
  const step = record.steps[record.done - 1]
  if (isPageEnded(record.state) || call === undefined || step === undefined) return record
  return { ...record, told, ...(now - call.at > late ? { nextAt: now + step.wait } : {}) }
}

/**
 * Hands over what people are to be told by the record: the same again after a crash, and once all the same.
 * @returns false where a call waits for the message it belongs under
 */
export async function tellEverybody(turn: {
  readonly record: PageRecord
  readonly version: number
  readonly ports: PagePorts
  hold(): Promise<void>
}): Promise<boolean> {
  const { record, version, ports } = turn
  if (record.calls.length === 0) return true
  await turn.hold()
  let isTold = true
  if (!isPageEnded(record.state)) {
    for (const [index, call] of record.calls.entries()) {
      // The first are called by the message itself, where it was posted with their names in it.
      if (call.at !== record.begunAt) isTold = (await ports.call(record, index)) && isTold
    }
  }
  await Promise.all(calledPeople(record).map(({ id }) => ports.tell(record, version, id)))
  return isTold
}
