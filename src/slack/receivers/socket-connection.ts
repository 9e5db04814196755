import { setTimeout as sleep } from 'node:timers/promises'
import { type App, SocketModeReceiver, type SocketModeReceiverOptions } from '@slack/bolt'
import type { Logger } from 'pino'
import { boltLogger } from '../bolt-logger.js'
import { type Failure, failureOf } from '../outbox/failure.js'
import { createSlackFetch } from '../slack-fetch.js'

/** A connection that has not said hello by then is given up (ms). */
const helloWithin = 10_000
/** Waits between attempts, doubled each time (ms). Slack allows few: https://docs.slack.dev/reference/methods/apps.connections.open */
const waits = { first: 250, longest: 30_000 } as const
/** One that ends sooner was no good, and the next waits longer (ms). */
const goodAfter = 10_000

export type ConnectionState =
  | { readonly kind: 'connected' }
  | { readonly kind: 'apart'; readonly failure?: Failure }

export interface SocketConnectionOptions {
  readonly appToken: string
  readonly slackApiUrl?: string
  /** Milliseconds without a pong after which the connection is taken for dead. */
  readonly pingTimeout: number
  readonly logger: Logger
  /** Called at every change. */
  readonly changed: (state: ConnectionState) => void
}

/**
 * One Socket Mode connection that is opened again for as long as it is wanted. Slack's client could do that by itself, but it gives some errors
 * to nobody, which ends the process, and tries others for ever without a word (3.1). So each client here opens one connection, says how that
 * went, and is replaced by another.
 */
export function createSocketConnection(options: SocketConnectionOptions) {
  const stopping = new AbortController()
  let running: Promise<void> | undefined

  async function keep(app: App): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; ) {
      const began = Date.now()
      const failure = await connectOnce(app)
      failures = failure === undefined && Date.now() - began > goodAfter ? 0 : failures + 1
      await sleep(waitAfter(failures, failure), undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }

  /** Resolves when the connection is over, with the reason where it was never good. */
  async function connectOnce(app: App): Promise<Failure | undefined> {
    const receiver = new SocketModeReceiver(optionsOf(options))
    receiver.init(app)
    leaveAloneWhatIsNotSlacks(receiver.client, options.logger)
    const over = new Promise<void>((resolve) => {
      receiver.client.once('disconnected', () => resolve())
      stopping.signal.addEventListener('abort', () => resolve(), { once: true })
    })
    try {
      await hello(receiver, stopping.signal)
      options.changed({ kind: 'connected' })
      await over
      options.changed({ kind: 'apart' })
      return undefined
    } catch (error) {
      if (stopping.signal.aborted) return undefined
      // Slack's client rejects with nothing where the connection was closed before it said hello.
      const failure = failureOf(error ?? new Error('closed before hello'))
      options.changed({ kind: 'apart', failure })
      return failure
    } finally {
      await receiver.stop().catch(() => undefined)
    }
  }

  return {
    start(app: App): void {
      running ??= keep(app)
    },
    async stop(): Promise<void> {
      stopping.abort()
      await running
    },
  }
}

function optionsOf({
  appToken,
  slackApiUrl,
  pingTimeout,
  logger,
}: SocketConnectionOptions): SocketModeReceiverOptions {
  return {
    appToken,
    autoReconnectEnabled: false,
    clientPingTimeout: pingTimeout,
    logger: boltLogger(logger, { quiet: true }),
    // Where Slack's Web API lives has to be said here as well: the receiver has a client of its own.
    installerOptions: {
      clientOptions: {
        timeout: 5_000,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        fetch: createSlackFetch(slackApiUrl),
        ...(slackApiUrl === undefined ? {} : { slackApiUrl }),
      },
    },
  }
}

/** Slack's client takes every frame that is JSON for an envelope. On one that is not it fails to nobody, which ends the process (3.1). */
function leaveAloneWhatIsNotSlacks(client: SocketModeReceiver['client'], logger: Logger): void {
  // Typed as if they returned nothing: the client's own returns a promise.
  const takers: readonly ((...frame: unknown[]) => unknown)[] = client.listeners('ws_message')
  const leftAlone = (error: unknown) =>
    logger.warn(
      { err: error },
      'A Socket Mode message has not the shape that Slack documents: it was left alone',
    )
  client.removeAllListeners('ws_message')
  for (const take of takers) {
    client.on('ws_message', (...frame: unknown[]) => {
      Promise.resolve(take(...frame)).catch(leftAlone)
    })
  }
}

async function hello(receiver: SocketModeReceiver, stopped: AbortSignal): Promise<void> {
  const early = AbortSignal.any([stopped, AbortSignal.timeout(helloWithin)])
  const tooLate = new Promise<never>((_, reject) => {
    early.addEventListener('abort', () => reject(new Error(`no hello within ${helloWithin / 1_000} s`)), {
      once: true,
    })
  })
  // A start that is no longer waited for still fails to somebody.
  tooLate.catch(() => undefined)
  const starting = receiver.start()
  starting.catch(() => undefined)
  await Promise.race([starting, tooLate])
}

function waitAfter(failures: number, failure: Failure | undefined): number {
  if (failure?.kind === 'limited') return failure.wait
  return Math.min(waits.longest, waits.first * 2 ** Math.min(Math.max(failures - 1, 0), 10))
}
