import type { z } from 'zod'
import type { AwsFor } from '../aws/aws.js'
import type { Config } from '../config/config.js'
import type { Caller, Place } from '../core/caller.js'
import type { ReplyFile } from '../core/message.js'
import type { Reading } from '../core/reading.js'
import { UserError } from '../core/user-error.js'
import { GiveUp } from '../flow/fault.js'
import type { About, Flow, Next, Turn, Word } from '../flow/flow.js'

/** What reading work may use. */
export interface ReadingPorts {
  readonly aws: AwsFor
  readonly config: Config
  /** Puts files under a message, once Slack shows that version of it; says so there where they cannot be had. */
  readonly attach: (
    message: { readonly id: string; readonly version: number; readonly place: Place },
    files: () => Promise<readonly ReplyFile[]>,
  ) => Promise<void>
}

export interface ReadingWord extends Word {
  readonly kind: 'stop' | 'continue'
}

/** Why it has to end now: `by` said so, or its deadline is over. */
export type Ending = { readonly kind: 'stopped'; readonly by: Caller } | { readonly kind: 'expired' }

/** What a look comes back with. */
export interface Looked<R> {
  readonly record: R
  /** Milliseconds until the next look; not read once it has ended. */
  readonly again?: number
}

export type ReadingTurn<R> = Turn<R, ReadingPorts>

/** What ids of readings begin with: of logs, and of what is asked of Terraform. */
export const readingPrefixes = ['logs', 'tf'] as const
export type ReadingPrefix = (typeof readingPrefixes)[number]

export interface ReadingFlow<R> extends Flow<R, ReadingPorts, ReadingWord> {
  readonly idPrefix: ReadingPrefix
  files?(record: R, ports: ReadingPorts): Promise<readonly ReplyFile[]>
}

const day = 86_400_000
/** Where a look does not say when to come again (ms). */
const usualPause = 3_000

// Followed logs and queries stand in one list; each parses its own record.
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyReading = ReadingFlow<any>

/**
 * A kind of long reading work: looks that are short (a few calls), read only, and may run twice on the same record.
 * @param definition.look with `ending`: tidy up, and come back with an outcome
 * @param definition.files what belongs under the last message; made again after a crash, so it may be handed over twice
 */
export function readingFlow<R extends Reading>(definition: {
  readonly kind: string
  /** Absent: `logs`. */
  readonly idPrefix?: ReadingPrefix
  readonly record: z.ZodType<R>
  look(turn: ReadingTurn<R>, ending: Ending | undefined): Promise<Looked<R>>
  trouble?(record: R, words: string): R
  files?(record: R, ports: ReadingPorts): Promise<readonly ReplyFile[]>
}): ReadingFlow<R> {
  return {
    idPrefix: 'logs',
    ...definition,
    lane: 'reading',
    keptFor: day,
    about: aboutReading,

    async look(turn) {
      const { record } = turn
      if (record.status !== 'running') return handOverFiles(turn, definition.files)
      const ending = endingOf(record, turn.clock.now())
      const looked = await definition.look(turn, ending).catch((error: unknown) => {
        // What has to end ends, even where it cannot tidy up.
        throw ending === undefined ? error : new GiveUp(error)
      })
      await turn.checkpoint('looked')
      // What people said meanwhile stays said.
      const kept = await turn.write(({ stopRequestedBy, goAheadBy }) => ({
        ...looked.record,
        ...(stopRequestedBy === undefined ? {} : { stopRequestedBy }),
        ...(goAheadBy === undefined ? {} : { goAheadBy }),
        ...endOf(looked.record, ending, turn.clock.now()),
      }))
      const asked = endingOf(kept, 0) !== undefined || kept.goAheadBy !== record.goAheadBy
      return { again: kept.status !== 'running' || asked ? 0 : (looked.again ?? usualPause) }
    },

    hear(record, { kind, by }) {
      if (kind === 'stop') {
        return record.status === 'running' && record.stopRequestedBy === undefined
          ? { ...record, stopRequestedBy: by }
          : record
      }
      if (record.status !== 'running') throw endedAlready(record)
      return record.goAheadBy === undefined ? { ...record, goAheadBy: by } : record
    },

    fail(record, failure, now) {
      const status = endingOf(record, now)?.kind ?? 'failed'
      return { ...record, status, failure, endedAt: now }
    },
  }
}

function aboutReading({ environment, status, place, caller, limits }: Reading): About {
  const ended = status !== 'running'
  const person = { name: `readings of ${caller.id}`, most: limits.person }
  const channel = place === undefined ? [] : [{ name: `readings in ${place.channel}`, most: limits.channel }]
  return {
    environment,
    ...(place === undefined ? {} : { place }),
    ended,
    state: status,
    holds: ended ? [] : [person, ...channel],
  }
}

/** It ends when its look says so, and at the latest when it was told to. */
function endOf(record: Reading, ending: Ending | undefined, now: number): Partial<Reading> {
  const status = record.status === 'running' ? (ending?.kind ?? 'running') : record.status
  return status === 'running' ? {} : { status, endedAt: now }
}

export function endingOf({ stopRequestedBy: by, deadline }: Reading, now: number): Ending | undefined {
  if (by !== undefined) return { kind: 'stopped', by }
  return now >= deadline ? { kind: 'expired' } : undefined
}

/** Counted before it is tried: a process that dies in between may leave files there twice, and never tries for ever. */
async function handOverFiles<R extends Reading>(
  turn: ReadingTurn<R>,
  files: ((record: R, ports: ReadingPorts) => Promise<readonly ReplyFile[]>) | undefined,
): Promise<Next> {
  const { record, ports, id, version } = turn
  const { place, filesOwed } = record
  if (filesOwed === 0 || place === undefined || files === undefined) return 'settled'
  await turn.write((now) => ({ ...now, filesOwed: filesOwed - 1 }))
  await ports.attach({ id, version, place }, () => files(record, ports))
  await turn.write((now) => ({ ...now, filesOwed: 0 }))
  return 'settled'
}

function endedAlready({ id }: Reading): UserError {
  return new UserError(
    'reading-ended',
    `${id} has ended already, so nothing was run.`,
    'Ask again for a new one.',
  )
}
