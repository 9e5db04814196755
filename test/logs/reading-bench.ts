import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { z } from 'zod'
import type { Config } from '../../src/config/config.js'
import type { Caller } from '../../src/core/caller.js'
import type { ReplyFile } from '../../src/core/message.js'
import { Reading } from '../../src/core/reading.js'
import { createAttachFiles } from '../../src/app/attach-files.js'
import { createFlowsRoom } from '../../src/app/flows.js'
import { letterOf } from '../../src/slack/outbox/flow-letter.js'
import { type Ending, readingFlow, type ReadingTurn } from '../../src/logs/reading.js'
import { createReadings } from '../../src/logs/readings.js'
import { connect } from '../../src/redis/connections.js'
import { startEmbeddedStore } from '../../src/redis/embedded.js'
import { section } from '../../src/slack/blocks.js'
import { message } from '../../src/slack/message.js'
import type { Letter } from '../../src/slack/outbox/contract.js'
import { authorityOf } from '../access/authority.js'
import { configWith } from '../dispatch/fixtures.js'
import { until } from '../support/until.js'

export const rita: Caller = {
  id: 'U1',
  name: 'Rita',
  origin: 'command',
  place: { channel: 'C1', channelName: 'devops' },
}
export const aaron: Caller = { ...rita, id: 'U2', name: 'Aaron' }

const silent = pino({ level: 'silent' })

const Book = Reading.extend({
  pages: z.number(),
  every: z.number(),
  withFiles: z.boolean().exactOptional(),
  page: z.number(),
})
type Book = z.infer<typeof Book>

export interface Reader {
  readonly looks: { readonly id: string; readonly page: number; readonly at: number }[]
  /** Called within a look. */
  reading: (turn: ReadingTurn<Book>, ending: Ending | undefined) => Promise<void> | void
}

/** Reads a page a look. */
const readBook = (reader: Reader) =>
  readingFlow<Book>({
    kind: 'book',
    record: Book,
    async look(turn, ending) {
      const { record } = turn
      if (ending === undefined) reader.looks.push({ id: record.id, page: record.page + 1, at: Date.now() })
      await reader.reading(turn, ending)
      if (ending !== undefined) return { record }
      const page = record.page + 1
      const done = page >= record.pages
      return {
        record: {
          ...record,
          page,
          ...(done
            ? {
                status: 'done' as const,
                result: { pages: page },
                filesOwed: record.withFiles === true ? 2 : 0,
              }
            : {}),
        },
        again: record.every,
      }
    },
    files: async ({ page }) => [{ name: 'book.txt', title: 'The book', content: `${page} pages` }],
  })

function shown({ page, status, stopRequestedBy, failure }: Book): string {
  if (status === 'failed') return `cannot read: ${failure}`
  if (status === 'stopped') return `${stopRequestedBy?.name} closed the book at page ${page}`
  if (status === 'expired') return `bed time at page ${page}`
  return page === 0 ? 'opens the book' : `page ${page}`
}

export type Bench = Awaited<ReturnType<typeof startBench>>

/** Long reading work on a real store, with a book as its world and a pile of letters as its outbox. */
export async function startBench(kind: 'redis' | 'javascript', leaseFor = 900) {
  const store = await startEmbeddedStore({ path: process.env['PATH'] ?? '', kind })
  const reader: Reader = { looks: [], reading: () => undefined }
  const letters: Letter[] = []
  const uploads: { readonly to: unknown; readonly files: readonly ReplyFile[] }[] = []
  const slack = { takesFiles: true }
  const operators = new Set<string>()
  const strangers = new Set<string>()
  const config: Config = {
    ...configWith({ everyone: 'viewer' }),
    get grants() {
      return [{ role: 'operator' as const, users: [...operators], groups: [], environments: [] }]
    },
  }
  const redis = connect(store.url, 'engine', silent)
  const outbox = {
    // As the real one: what is not newer is dropped.
    async send(letter: Letter) {
      const isNewer = ({ key, version }: Letter) => key === letter.key && version >= letter.version
      if (!letters.some(isNewer)) letters.push(letter)
    },
    has: async () => true,
    shown: async () => true,
    refusal: async () => undefined,
    postedAs: async () => undefined,
    linkTo: async () => undefined,
    linked: async <Blocks>(blocks: Blocks) => blocks,
  }
  const upload = async (to: unknown, files: readonly ReplyFile[]) => {
    if (!slack.takesFiles) throw new Error('no')
    uploads.push({ to, files })
  }
  const ports = { attach: createAttachFiles({ outbox, upload, logger: silent }) } as never
  const flow = readBook(reader)
  const messageOf = (record: Book) => message([section(shown(record))])
  const room = createFlowsRoom({
    redis,
    outbox,
    clock: { now: () => Date.now() },
    logger: silent,
    leaseFor,
    checkpoint: () => undefined,
    beforeDrawing: async () => undefined,
  })
  room.add({ flow, ports, message: messageOf })
  const readings = createReadings({
    flows: room.flows,
    store: room.store,
    kinds: [flow],
    ports,
    messageOf: (_, record) => messageOf(record as Book),
    say: (words) => message([section(words)]),
    defaultPlace: { channel: '#devops' },
    limits: { person: 2, channel: 3 },
    authority: authorityOf(config, {
      standingOf: async (id) => (strangers.has(id) ? 'stranger' : 'member'),
    }),
    clock: { now: () => Date.now() },
  })
  const workers: { close(): Promise<void> }[] = []
  const read = async (id: string) => (await room.store.read(id))?.record as Book
  return {
    redis,
    store,
    reader,
    letters,
    uploads,
    slack,
    /** Who is one, by id; everybody else who is no stranger may look. */
    operators,
    strangers,
    readings,
    read,
    /** What the message of a reading said, one after another. */
    said: (id: string) =>
      letters.filter(({ key }) => key === letterOf(id)).map((letter) => letter.message.text),
    async start(
      {
        pages,
        every,
        lasts = 60_000,
        files = false,
      }: { pages: number; every: number; lasts?: number; files?: boolean },
      caller = rita,
    ): Promise<string> {
      const about = () => ({ environment: 'staging', pages, every, page: 0, withFiles: files })
      const { reading = '' } = await readings.start(flow, about, lasts, caller)
      return reading
    },
    ended: (id: string) =>
      until(`${id} has ended`, async () => {
        const record = await read(id)
        return record.status !== 'running' && record
      }),
    work() {
      const connections: ReturnType<typeof connect>[] = []
      const open = () => {
        const connection = connect(store.url, 'blocking', silent)
        connections.push(connection)
        return connection
      }
      const starting = room.startWorkers(open)
      workers.push({
        async close() {
          await (await starting).close()
          for (const connection of connections) connection.disconnect()
        },
      })
    },
    async stop() {
      await Promise.race([Promise.all(workers.map((worker) => worker.close())), sleep(1_000)])
      await room.close()
      redis.disconnect()
      await store.stop()
    },
  }
}
