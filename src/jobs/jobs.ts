import { randomInt } from 'node:crypto'
import type { Caller } from '../core/caller.js'
import { isJobEnded, type JobControl, type JobRecord } from '../core/job.js'
import type { Json } from '../core/json.js'
import type { Reply } from '../core/message.js'
import { UserError } from '../core/user-error.js'
import { section } from '../slack/blocks.js'
import { message } from '../slack/message.js'
import { escapeMrkdwn } from '../slack/mrkdwn.js'
import type { JobDefinition, JobPorts } from './definition.js'
import { contextOf, definitionOf, type JobParts, letterOf } from './parts.js'
import type { WorkQueue } from '../redis/work-queue.js'
import { lookWithin, type StoredJob } from './store.js'

/** The way in for long reading work. */
export interface Jobs<Ports = JobPorts> extends JobControl {
  /**
   * Begins a job; its message is posted where the caller asked and kept up to date.
   * @throws UserError when the person or the channel has as many as they may; nothing was started then
   */
  start<Input, State>(
    definition: JobDefinition<Input, State, Ports>,
    input: Input,
    caller: Caller,
  ): Promise<Reply>
  /** Lets a job go on that asks before it does: for the same people as `stop`. @throws UserError */
  goAhead(id: string, caller: Caller): Promise<Reply>
  /** For who may look at its environment. @throws UserError */
  show(id: string, caller: Caller): Promise<JobRecord>
}

/** How often a followed job is looked at (ms). */
const followEvery = 300
/** No letters and digits that are easily mistaken for one another. */
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz'

function newJobId(): string {
  return `job-${Array.from({ length: 7 }, () => alphabet[randomInt(alphabet.length)]).join('')}`
}

export function createJobs<Ports>(parts: JobParts<Ports>, queue: WorkQueue): Jobs<Ports> {
  /** Losing it is harmless: what was written says by when somebody must look, and workers do. */
  async function wake(id: string): Promise<void> {
    await queue.wake(id).catch((error: unknown) => {
      parts.logger.warn({ err: error, job: id }, 'The queue did not take a wake-up')
    })
  }

  async function find(id: string): Promise<StoredJob> {
    const stored = await parts.store.read(id)
    if (stored !== undefined) return stored
    throw new UserError(
      'job-not-found',
      `There is no ${id}; what has ended is kept for a day.`,
      'Copy its id from the message.',
    )
  }

  /** Writes a person's word down, if it is theirs to say. */
  async function decide(
    id: string,
    verb: string,
    caller: Caller,
    change: (record: JobRecord) => JobRecord,
  ): Promise<{ readonly record: JobRecord; readonly late: boolean }> {
    const { record } = await find(id)
    const role = record.caller.id === caller.id ? 'viewer' : 'operator'
    const refusal = await parts.mayDo(verb, role, record.environment, caller)
    if (refusal !== undefined) throw refusal
    let late = false
    const stored = await parts.store.update(
      id,
      (current) => {
        late = isJobEnded(current)
        return late ? current : change(current)
      },
      { wakeAt: parts.clock.now() + lookWithin },
    )
    if (stored === undefined) throw new Error(`${id} is gone`)
    await parts.checkpoint('said')
    if (!late) await wake(id)
    return { record: stored.record, late }
  }

  return {
    async start(definition, input, caller) {
      const { clock } = parts
      // What the terminal asked for is shown there alone.
      const place = caller.place ?? (caller.origin === 'terminal' ? undefined : parts.defaultPlace)
      const startedAt = clock.now()
      const id = newJobId()
      const kept = asJson(definition.input.parse(input))
      const deadline = startedAt + definition.lasts(input)
      const begun = definition.begin({ id, input, startedAt, deadline, caller, ports: parts.ports, clock })
      const record: JobRecord = {
        id,
        name: definition.name,
        environment: definition.environment(input),
        input: kept,
        state: asJson(begun.state),
        status: 'running',
        caller,
        ...(place === undefined ? {} : { place }),
        message: begun.message,
        messageVersion: 1,
        startedAt,
        deadline,
        faults: 0,
        filesOwed: 0,
      }
      const answer = await parts.store.create(record, parts.limits)
      if (answer !== 'created') throw tooMany(answer, parts.limits[answer])
      await parts.checkpoint('recorded')
      if (record.place !== undefined) {
        const letter = { key: letterOf(id), to: record.place, message: begun.message, version: 1 }
        // The worker that takes it up shows it if this is lost.
        await parts.outbox.send({ ...letter, final: false }).catch((error: unknown) => {
          parts.logger.warn({ err: error, job: id }, 'The first message of a job waits')
        })
      }
      await wake(id)
      return { message: begun.message, data: { job: id }, shownTo: 'place', job: id }
    },

    async stop(id, caller) {
      const { record, late } = await decide(id, 'logs --stop', caller, (current) =>
        current.stopRequestedBy === undefined ? { ...current, stopRequestedBy: caller } : current,
      )
      const by = record.stopRequestedBy
      if (late)
        return answer(`${id} has ended already${by === undefined ? '' : `: ${by.name} stopped it`}.`, record)
      return answer(
        by?.id === caller.id ? `${id} is stopping.` : `${by?.name} is stopping ${id} already.`,
        record,
      )
    },

    async goAhead(id, caller) {
      const { record, late } = await decide(id, 'logs --run', caller, (current) =>
        current.goAheadBy === undefined ? { ...current, goAheadBy: caller } : current,
      )
      if (!late) return answer(`${id} runs.`, record)
      throw new UserError(
        'job-ended',
        `${id} has ended already, so nothing was run.`,
        'Ask again for a new one.',
      )
    },

    async show(id, caller) {
      const { record } = await find(id)
      const refusal = await parts.mayDo('logs', 'viewer', record.environment, caller)
      if (refusal !== undefined) throw refusal
      return record
    },

    async files(id) {
      const { record } = await find(id)
      const definition = definitionOf(parts, record.name)
      return (await definition.files?.(contextOf(parts, definition, record))) ?? []
    },

    async find(id) {
      return (await parts.store.read(id))?.record
    },

    async follow(id, changed) {
      let version = 0
      for (;;) {
        const stored = await find(id)
        if (stored.version !== version) changed(stored.record)
        version = stored.version
        if (isJobEnded(stored.record)) return stored.record
        await new Promise((resolve) => setTimeout(resolve, followEvery))
      }
    },
  }
}

function answer(words: string, { id, status }: JobRecord): Reply {
  return { message: message([section(escapeMrkdwn(words))]), data: { job: id, status }, shownTo: 'caller' }
}

function tooMany(whose: 'person' | 'channel', limit: number): UserError {
  const what =
    whose === 'person'
      ? `You have ${limit} followed logs and queries running, which is as many as one person may.`
      : `There are ${limit} followed logs and queries running in this channel, which is as many as it may have.`
  return new UserError('jobs-too-many', what, 'Stop one of them, or wait until it has ended.')
}

function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value ?? null)) as Json
}
