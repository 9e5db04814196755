import type { Redis } from 'ioredis'
import type { JobRecord } from '../core/job.js'
import { keys } from '../redis/keys.js'
import { claimOverdueJobs, createJob, holdJob, releaseJob, settleJob, takeJob, writeJob } from './scripts.js'

/** A record as it was read, with the version a change of it must name. */
export interface StoredJob {
  readonly record: JobRecord
  readonly version: number
}

/** Whoever writes down a new job or a person's word says in the same write that somebody must look within this time: its wake-up may be lost (ms). */
export const lookWithin = 2_000

/** At most so many jobs at once. */
export interface JobLimits {
  readonly person: number
  readonly channel: number
}

/** Another worker has drawn a later fence: stop. */
export class JobFencedError extends Error {
  override readonly name = 'JobFencedError'
}

export type JobStore = ReturnType<typeof createJobStore>
export type JobLease = Exclude<Awaited<ReturnType<JobStore['take']>>, 'gone' | 'held'>
export type JobChange = (record: JobRecord) => JobRecord

/** How often a compare-and-set is tried again when somebody else was faster. */
const contention = 20
const day = 86_400_000
/** A little later than the lease ends, so that whoever looks finds it free (ms). */
const grace = 500

/**
 * Jobs in Redis, written by compare-and-set only. A record is kept for a day after it ended.
 * @param leaseFor milliseconds a worker may be silent before another one may take its job over
 */
export function createJobStore(redis: Redis, leaseFor: number) {
  async function read(id: string): Promise<StoredJob | undefined> {
    const [version, record] = await redis.hmget(keys.job(id), 'version', 'record')
    if (!version || !record) return undefined
    return { record: JSON.parse(record), version: Number(version) }
  }

  async function write(
    { record, version }: StoredJob,
    { fence = '', wakeAt = '' }: { readonly fence?: string; readonly wakeAt?: number | '' },
  ): Promise<StoredJob | 'moved' | 'gone'> {
    const args = [version, fence, JSON.stringify(record), record.id, wakeAt]
    const answer = (await writeJob(redis, [keys.job(record.id), keys.openJobs], args)) as [string, number]
    if (answer[0] === 'written') return { record, version: answer[1] }
    if (answer[0] === 'fenced') throw new JobFencedError(`${record.id} is looked after by another worker`)
    return answer[0] === 'gone' ? 'gone' : 'moved'
  }

  /**
   * Reads, changes and writes until nobody was in between. `undefined`: there is no such job.
   * @param options `wakeAt`: by when somebody must look (ms), written with it. `from`: what was read already
   */
  async function update(
    id: string,
    change: JobChange,
    options: { readonly fence?: string; readonly wakeAt?: number; readonly from?: StoredJob } = {},
  ): Promise<StoredJob | undefined> {
    let stored = options.from
    for (let attempt = 0; attempt < contention; attempt++) {
      stored ??= await read(id)
      if (stored === undefined) return undefined
      const record = change(stored.record)
      if (record === stored.record) return stored
      const written = await write({ record, version: stored.version }, options)
      if (written === 'gone') return undefined
      if (written !== 'moved') return written
      stored = undefined
    }
    throw new Error(`${id} was changed by others ${contention} times in a row`)
  }

  /** Takes a job over, unless a living worker has it. */
  async function take(id: string, now: number) {
    const owned = [keys.job(id), keys.jobLease(id), keys.jobFences, keys.openJobs]
    const answer = (await takeJob(redis, owned, [id, leaseFor, now + leaseFor + grace])) as [
      string,
      string,
      number,
      string,
      number,
    ]
    if (answer[0] === 'gone' || answer[0] === 'held') return answer[0]
    const fence = answer[1]
    const own = [keys.job(id), keys.jobLease(id), keys.openJobs]
    const taken: StoredJob = { record: JSON.parse(answer[3]), version: answer[2] }
    return {
      fence,
      taken,
      /** The version of the message that the outbox has for sure. */
      shown: answer[4],
      /** Whether the job is still this worker's; prolongs the lease. */
      async holds(at: number): Promise<boolean> {
        return (await holdJob(redis, own, [id, fence, leaseFor, at + leaseFor + grace])) === 1
      },
      /**
       * @param known the version this worker goes by; `moved`: somebody has written since, so look again at once
       * @param wakeAt when somebody should look after it again (ms)
       */
      async release(known: number, wakeAt: number, shown: number): Promise<'released' | 'moved' | 'fenced'> {
        const answer = await releaseJob(redis, own, [id, fence, known, wakeAt + grace, shown])
        return answer as 'released' | 'moved' | 'fenced'
      },
      /** Nobody looks after it any more. */
      async settle(record: JobRecord): Promise<void> {
        await settleJob(redis, [...own, ...runningOf(record)], [id, fence, day])
      },
    }
  }

  return {
    read,
    update,
    take,
    /** Keeps a new job, unless the person or the channel has as many as they may. */
    async create(record: JobRecord, limits: JobLimits): Promise<'created' | 'person' | 'channel'> {
      const { id, startedAt, deadline, place } = record
      const lifetime = deadline - startedAt + day
      const limited = place === undefined ? [limits.person] : [limits.person, limits.channel]
      const answer = (await createJob(
        redis,
        [keys.job(id), keys.openJobs, ...runningOf(record)],
        [
          id,
          JSON.stringify(record),
          startedAt,
          startedAt + lookWithin,
          deadline + 60_000,
          lifetime,
          ...limited,
        ],
      )) as ['created'] | ['many', number]
      if (answer[0] === 'created') return 'created'
      return answer[1] === 0 ? 'person' : 'channel'
    },
    async overdue(now: number, limit: number): Promise<readonly string[]> {
      return (await claimOverdueJobs(redis, [keys.openJobs], [now, now + leaseFor, limit])) as string[]
    },
    /** The `ts` of the job's message in Slack, once it is there. */
    async postedAs(letter: string): Promise<string | undefined> {
      return (await redis.hget(keys.letter(letter), 'ts')) || undefined
    },
  }
}

function runningOf({ caller, place }: JobRecord): readonly string[] {
  const person = keys.runningJobsOf(`person:${caller.id}`)
  return place === undefined ? [person] : [person, keys.runningJobsOf(`channel:${place.channel}`)]
}
