import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { keys } from '../redis/keys.js'
import { lanes } from './flow.js'
import type { FlowStore, Stored } from './flow-store.js'
import type { Kind } from './engine.js'

/** Open flows that are looked at; more of them are hardly of another shape than these. */
const mostLookedAt = 1_000
/** Somebody may clear the store without starting this process again (ms). */
const lookAgainEvery = 10_000

export interface OldRecords {
  /** Resolves when this release can read what the store holds. @throws an Error with words for whoever runs ohmy; what the store threw */
  check(): Promise<void>
  /** Whether the last look found nothing that this release cannot read; false before it. */
  fits(): boolean
  start(): Promise<void>
  stop(): void
}

/**
 * Records of another shape are not migrated: a worker that went over them would fail them one by one, or change something twice. So it is said, and none runs.
 * @param options.kinds filled before the start
 */
export function createOldRecords(options: {
  readonly redis: Redis
  readonly store: Pick<FlowStore, 'open' | 'readAll'>
  readonly kinds: readonly Kind[]
  readonly logger: Logger
}): OldRecords {
  const { redis, store, kinds, logger } = options
  let state: 'unknown' | 'fits' | 'old' = 'unknown'
  let timer: NodeJS.Timeout | undefined

  async function find(): Promise<string | undefined> {
    for (const key of keys.ofOlderReleases) if ((await redis.exists(key)) === 1) return key
    for (const lane of lanes) {
      const flows = await store.readAll(await store.open(lane, mostLookedAt))
      const strange = flows.find((flow) => !isOfThisShape(flow, kinds))
      if (strange !== undefined) return `${strange.id}, a ${strange.kind}`
    }
    return undefined
  }

  async function check(): Promise<void> {
    const found = await find()
    if (found === undefined) {
      if (state === 'old') logger.info('The store holds no records of another release any more')
      state = 'fits'
      return
    }
    const words = `The store holds records of another release of ohmy (${found}), which this one cannot read, so it runs no worker. Give it an empty store, or let that release end what it began and clear the store then.`
    if (state !== 'old') logger.error({ found }, words)
    state = 'old'
    throw new Error(words)
  }

  const look = () =>
    check().catch((error: unknown) => logger.debug({ err: error }, 'The records of the store were looked at'))

  return {
    check,
    fits: () => state === 'fits',
    async start() {
      await look()
      timer = setInterval(() => {
        if (state !== 'fits') void look()
      }, lookAgainEvery).unref()
    },
    stop: () => clearInterval(timer),
  }
}

/** A record that has its version and is broken otherwise is a fault of its own, and met by its look. */
function isOfThisShape({ kind, record }: Stored, kinds: readonly Kind[]): boolean {
  const known = kinds.find(({ flow }) => flow.kind === kind)
  if (known === undefined) return false
  const { error } = known.flow.record.safeParse(record)
  return error?.issues.some(({ path }) => path[0] === 'v') !== true
}
