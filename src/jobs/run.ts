import type { Leg } from '../redis/work-queue.js'
import { isJobEnded, type JobRecord } from '../core/job.js'
import type { Message } from '../core/message.js'
import type { Ending, Tick } from './definition.js'
import { type Fault, faultOf } from './fault.js'
import { contextOf, definitionOf, type JobParts, letterOf } from './parts.js'
import { handOverFiles } from './files.js'
import { type JobChange, JobFencedError, type JobLease, type StoredJob } from './store.js'

/** While another worker has the job, look again this often (ms): it may have died. */
const busyFor = 500
/** Where a tick does not say when to come again (ms). */
const usualPause = 3_000

/** A worker holding a job: what it knows of it, and how it writes. */
export interface JobRun<Ports> {
  readonly parts: JobParts<Ports>
  readonly lease: JobLease
  readonly signal: AbortSignal
  current: StoredJob
  shown: number
  write(change: JobChange): Promise<JobRecord>
}

/**
 * Takes a job over, lets it tick once, keeps what came of it and shows it. Safe to call at any time, from any number of processes: only the one
 * that draws the fence goes on. Throws when the store is away; then the job stays open and is taken up again.
 * @param leaseFor as given to the store; the lease is prolonged three times within it
 * @param closing aborted when this process ends
 */
export async function runJob<Ports>(
  parts: JobParts<Ports>,
  id: string,
  leaseFor: number,
  closing: AbortSignal,
): Promise<Leg> {
  const lease = await parts.store.take(id, parts.clock.now())
  if (lease === 'gone') return 'settled'
  if (lease === 'held') return { again: busyFor }
  await parts.checkpoint('taken')
  const lost = new AbortController()
  const heartbeat = setInterval(() => {
    lease.holds(parts.clock.now()).then(
      (held) => held || lost.abort(),
      () => undefined,
    )
  }, leaseFor / 3)
  const run = startRun(parts, lease, AbortSignal.any([lost.signal, closing]))
  try {
    // Whoever kept the last message may have died before the outbox had it.
    await publish(run)
    const before = run.current.record
    const pause = isJobEnded(before) ? 0 : await tickOnce(run)
    // Somebody pressed a button meanwhile: it is not kept waiting.
    const again = countWords(run.current.record) > countWords(before) ? 0 : pause
    if (!isJobEnded(run.current.record)) {
      const released = await lease.release(run.current.version, parts.clock.now() + again, run.shown)
      return { again: released === 'moved' ? 0 : again }
    }
    await handOverFiles(run)
    await lease.settle(run.current.record)
    return 'settled'
  } catch (error) {
    // Another worker goes on with it: nothing is lost, and nothing is ours to say.
    if (error instanceof JobFencedError || lost.signal.aborted) return 'settled'
    throw error
  } finally {
    clearInterval(heartbeat)
  }
}

function startRun<Ports>(parts: JobParts<Ports>, lease: JobLease, signal: AbortSignal): JobRun<Ports> {
  const run: JobRun<Ports> = {
    parts,
    lease,
    signal,
    current: lease.taken,
    shown: lease.shown,
    async write(change) {
      const { id } = lease.taken.record
      const stored = await parts.store.update(id, change, { fence: lease.fence, from: run.current })
      if (stored === undefined) throw new JobFencedError(`${id} is gone`)
      run.current = stored
      await parts.checkpoint(`written ${stored.record.status}`)
      await publish(run)
      await parts.checkpoint(`published ${stored.record.status}`)
      return stored.record
    },
  }
  return run
}

/** Hands the message to the outbox, once for each version. */
async function publish<Ports>(run: JobRun<Ports>): Promise<void> {
  const { id, place, message, messageVersion: version } = run.current.record
  if (place === undefined || version === run.shown) return
  const final = isJobEnded(run.current.record)
  await run.parts.outbox.send({ key: letterOf(id), to: place, message, version, final })
  run.shown = version
}

/** Returns the ms until the next tick. */
async function tickOnce<Ports>(run: JobRun<Ports>): Promise<number> {
  const { parts, current, lease } = run
  const { record } = current
  const definition = definitionOf(parts, record.name)
  const ending = endingOf(record, parts.clock.now())
  let tick: Tick<unknown>
  try {
    tick = await definition.tick({
      ...contextOf(parts, definition, record),
      ending,
      goAheadBy: record.goAheadBy,
      signal: run.signal,
      holds: () => lease.holds(parts.clock.now()),
      async progress(state: unknown, message: Message) {
        const kept = await run.write((now) =>
          afterTick(now, { state, message }, undefined, parts.clock.now()),
        )
        return endingOf(kept, parts.clock.now()) === undefined
      },
    })
  } catch (error) {
    return afterFault(run, faultOf(error, record, parts.logger), ending)
  }
  await parts.checkpoint('ticked')
  await run.write((now) => afterTick(now, tick, ending, parts.clock.now()))
  return tick.again ?? usualPause
}

function countWords({ stopRequestedBy, goAheadBy }: JobRecord): number {
  return [stopRequestedBy, goAheadBy].filter((by) => by !== undefined).length
}

function endingOf({ stopRequestedBy: by, deadline }: JobRecord, now: number): Ending | undefined {
  if (by !== undefined) return { kind: 'stopped', by }
  return now >= deadline ? { kind: 'expired' } : undefined
}

function afterTick(
  record: JobRecord,
  tick: Tick<unknown>,
  ending: Ending | undefined,
  now: number,
): JobRecord {
  const status = tick.outcome ?? ending?.kind ?? 'running'
  const isNew = status !== 'running' || !isSame(record.message, tick.message)
  return {
    ...record,
    status,
    state: tick.state as JobRecord['state'],
    faults: 0,
    ...(isNew ? { message: tick.message, messageVersion: record.messageVersion + 1 } : {}),
    ...(status === 'running' ? {} : { endedAt: now }),
    ...(tick.result === undefined ? {} : { result: tick.result }),
    ...(tick.withFiles === true ? { filesOwed: 2 } : {}),
  }
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}

/** A job that has to end ends, even where it cannot tidy up. */
async function afterFault<Ports>(
  run: JobRun<Ports>,
  fault: Fault,
  ending: Ending | undefined,
): Promise<number> {
  const { parts } = run
  const { record } = run.current
  const definition = definitionOf(parts, record.name)
  if (fault.kind === 'passing' && ending === undefined) {
    const message = definition.troubled?.(contextOf(parts, definition, record), fault.words)
    await run.write((now) => ({
      ...now,
      faults: now.faults + 1,
      ...(message === undefined || isSame(now.message, message)
        ? {}
        : { message, messageVersion: now.messageVersion + 1 }),
    }))
    return fault.again
  }
  const message = definition.failed(contextOf(parts, definition, record), fault.words)
  await run.write((now) => ({
    ...now,
    status: ending?.kind ?? 'failed',
    failure: fault.words,
    message,
    messageVersion: now.messageVersion + 1,
    endedAt: parts.clock.now(),
  }))
  return 0
}
