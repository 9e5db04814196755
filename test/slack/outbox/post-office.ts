import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { WebClient } from '@slack/web-api'
import type { Redis } from 'ioredis'
import { type Logger, pino } from 'pino'
import { systemClock } from '../../../src/core/clock.js'
import { connect } from '../../../src/redis/connections.js'
import { type EmbeddedStore, findRedisServer, startEmbeddedStore } from '../../../src/redis/embedded.js'
import { startWorkspace, type Workspace } from '../../../sandbox/workspace/workspace.js'
import type { WorkspaceOptions } from '../../../sandbox/workspace/options.js'
import { header, section } from '../../../src/slack/blocks.js'
import { message } from '../../../src/slack/message.js'
import type { Letter } from '../../../src/slack/outbox/contract.js'
import { createOutbox, type OutboxOptions, type RunningOutbox } from '../../../src/slack/outbox/outbox.js'
import { createWebClient } from '../../../src/slack/web-client.js'

const path = process.env['PATH'] ?? ''

/** The stores to test with: the real one only where this machine has it. */
export const kinds = [
  { kind: 'javascript' as const, isThere: true },
  { kind: 'redis' as const, isThere: findRedisServer(path) !== undefined },
]

export const person = { slackId: 'U0ADA0001', name: 'ada', title: 'requester', color: '#123456' }

export interface LogLine {
  readonly level: number
  readonly msg: string
  readonly error?: string
}

/** A store and a Slack workspace, and as many processes of ohmy as a test wants. */
export interface PostOffice {
  readonly store: EmbeddedStore
  readonly workspace: Workspace
  readonly slack: WebClient
  readonly redis: Redis
  readonly log: LogLine[]
  /** Another process of ohmy, with its own connections. */
  open(options?: Partial<OutboxOptions> & { readonly token?: string }): RunningOutbox
  /** Ids of channels by name. */
  channel(name: string): string
  close(): Promise<void>
}

export async function openPostOffice(
  kind: 'redis' | 'javascript',
  options: Partial<WorkspaceOptions> = {},
): Promise<PostOffice> {
  const store = await startEmbeddedStore({ path, kind })
  const credentials = { botToken: 'xoxb-test', appToken: 'xapp-test', signingSecret: 'secret' }
  // Where Slack delivers commands: acknowledged and left at that.
  const door = createServer((_request, response) => void response.end())
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  const workspace = await startWorkspace({
    people: [person],
    credentials,
    deliver: { kind: 'http', url: `http://127.0.0.1:${(door.address() as AddressInfo).port}` },
    ...options,
  })
  const log: LogLine[] = []
  const logger: Logger = pino(
    { level: 'info' },
    { write: (line: string) => void log.push(JSON.parse(line) as LogLine) },
  )
  const clientOf = (token: string) =>
    createWebClient(token, { slackApiUrl: workspace.apiUrl, timeout: 1_000 })
  const connections: Redis[] = []
  const outboxes: RunningOutbox[] = []
  const connection = () => {
    const redis = connect(store.url, 'engine', logger)
    connections.push(redis)
    return redis
  }
  return {
    store,
    workspace,
    slack: clientOf(credentials.botToken),
    redis: connection(),
    log,
    open({ token = credentials.botToken, ...rest } = {}) {
      const outbox = createOutbox({
        redis: connection(),
        slack: clientOf(token),
        clock: systemClock,
        logger,
        ...rest,
      })
      outboxes.push(outbox)
      return outbox
    },
    channel: (name) => workspace.state().channels.find((channel) => channel.name === name)?.id ?? name,
    async close() {
      await Promise.all(outboxes.map((outbox) => outbox.stop()))
      for (const redis of connections) redis.disconnect()
      await workspace.stop()
      door.closeAllConnections()
      door.close()
      await store.stop()
    },
  }
}

let version = 0

/** A letter with this text; each is newer than the one before. */
export function letter(key: string, channel: string, text: string, more: Partial<Letter> = {}): Letter {
  version += 1
  return {
    key,
    to: { channel },
    message: message([header(key), section(text)]),
    version,
    final: false,
    ...more,
  }
}
