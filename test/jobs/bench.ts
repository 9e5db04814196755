import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { z } from 'zod'
import type { Caller } from '../../src/core/caller.js'
import { isJobEnded, type JobRecord } from '../../src/core/job.js'
import type { ReplyFile } from '../../src/core/message.js'
import { UserError } from '../../src/core/user-error.js'
import type { JobDefinition, TickContext } from '../../src/jobs/definition.js'
import { createJobs } from '../../src/jobs/jobs.js'
import type { JobParts } from '../../src/jobs/parts.js'
import { createJobQueue, startJobWorker } from '../../src/jobs/queue.js'
import { createJobStore } from '../../src/jobs/store.js'
import { connect } from '../../src/redis/connections.js'
import { startEmbeddedStore } from '../../src/redis/embedded.js'
import { section } from '../../src/slack/blocks.js'
import { message } from '../../src/slack/message.js'
import type { Letter } from '../../src/slack/outbox/contract.js'
import { until } from '../support/until.js'

export const rita: Caller = {
  id: 'U1',
  name: 'Rita',
  origin: 'command',
  place: { channel: 'C1', channelName: 'devops' },
}
export const aaron: Caller = { ...rita, id: 'U2', name: 'Aaron' }

const silent = pino({ level: 'silent' })

/** What the jobs of these tests read: it counts who looks, and answers as told. */
export interface Book {
  readonly ticks: { readonly id: string; readonly page: number; readonly at: number }[]
  /** Called within a tick. */
  reading: (context: TickContext<Reading, { page: number }, Book>) => Promise<void> | void
}

export interface Reading {
  readonly pages: number
  readonly every: number
  readonly lasts?: number | undefined
  readonly files?: boolean | undefined
}

const words = (text: string) => message([section(text)])

/** Reads a page a tick. */
export const readBook: JobDefinition<Reading, { page: number }, Book> = {
  name: 'read-book',
  input: z.object({
    pages: z.number(),
    every: z.number(),
    lasts: z.number().optional(),
    files: z.boolean().optional(),
  }),
  environment: () => 'staging',
  lasts: ({ lasts = 60_000 }) => lasts,
  begin: () => ({ state: { page: 0 }, message: words('opens the book') }),
  async tick(context) {
    const { id, input, ports, ending, state } = context
    if (ending !== undefined) {
      const why = ending.kind === 'stopped' ? `${ending.by.name} closed the book` : 'bed time'
      return { state, message: words(`${why} at page ${state.page}`) }
    }
    ports.ticks.push({ id, page: state.page + 1, at: Date.now() })
    await ports.reading(context)
    const page = state.page + 1
    const done = page >= input.pages
    return {
      state: { page },
      message: words(`page ${page}`),
      again: input.every,
      ...(done ? { outcome: 'done' as const, result: { pages: page }, withFiles: input.files === true } : {}),
    }
  },
  failed: (_, why) => words(`cannot read: ${why}`),
  files: async ({ state }) => [{ name: 'book.txt', title: 'The book', content: `${state.page} pages` }],
}

export type Bench = Awaited<ReturnType<typeof startBench>>

/** The real runner on a real store, with a book as its world and a pile of letters as its outbox. */
export async function startBench(kind: 'redis' | 'javascript', leaseFor = 900) {
  const store = await startEmbeddedStore({ path: process.env['PATH'] ?? '', kind })
  const book: Book = { ticks: [], reading: () => undefined }
  const letters: Letter[] = []
  const uploads: { readonly to: unknown; readonly files: readonly ReplyFile[] }[] = []
  const roles = new Map<string, string>()
  const redis = connect(store.url, 'engine', silent)
  const parts: JobParts<Book> = {
    definitions: [readBook],
    ports: book,
    store: createJobStore(redis, leaseFor),
    outbox: {
      // As the real one: what is not newer is dropped.
      async send(letter) {
        const isNewer = ({ key, version }: Letter) => key === letter.key && version >= letter.version
        if (!letters.some(isNewer)) letters.push(letter)
      },
      shown: async () => true,
    },
    upload: async (to, files) => void uploads.push({ to, files }),
    defaultPlace: { channel: '#devops' },
    limits: { person: 2, channel: 3 },
    mayDo: async (verb, role, _environment, { id }) =>
      roles.get(id) === 'nobody' || (role === 'operator' && roles.get(id) !== 'operator')
        ? new UserError('role-missing', `${verb} takes the role ${role}.`, 'Ask somebody who has it.')
        : undefined,
    clock: { now: () => Date.now() },
    logger: silent,
    checkpoint: () => undefined,
  }
  const queue = createJobQueue(redis)
  const jobs = createJobs(parts, queue)
  const closers: (() => Promise<unknown>)[] = []
  const read = async (id: string) => (await jobs.find(id)) as JobRecord
  return {
    store,
    redis,
    book,
    letters,
    uploads,
    roles,
    parts,
    queue,
    jobs,
    read,
    /** What the message of a job said, one after another. */
    said: (id: string) =>
      letters.filter(({ key }) => key === `job:${id}`).map((letter) => letter.message.text),
    async start(input: Reading, caller = rita): Promise<string> {
      const { job = '' } = await jobs.start(readBook, input, caller)
      return job
    },
    ended: (id: string) =>
      until(`${id} has ended`, async () => {
        const record = await read(id)
        return isJobEnded(record) && record
      }),
    /** Another process would be the same: what workers share is in the store. */
    work(overrides: Partial<JobParts<Book>> = {}) {
      const connection = connect(store.url, 'blocking', silent)
      const worker = startJobWorker({ ...parts, ...overrides }, { connection, queue, leaseFor })
      closers.push(async () => {
        await worker.close()
        connection.disconnect()
      })
      return {
        ...worker,
        /** As by SIGKILL, seen from the store: nothing is said or written any more. */
        vanish: () => connection.disconnect(),
      }
    },
    async stop() {
      // Who vanished does not close.
      await Promise.race([Promise.all(closers.map((close) => close())), sleep(1_000)])
      await queue.close()
      redis.disconnect()
      await store.stop()
    },
  }
}
