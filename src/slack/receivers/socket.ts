import { setTimeout as sleep } from 'node:timers/promises'
import type { App, Receiver } from '@slack/bolt'
import type { Logger } from 'pino'
import { wordsForToken } from '../token-words.js'
import { type ConnectionState, createSocketConnection } from './socket-connection.js'

/**
 * Milliseconds without a pong after which a connection is taken for dead, one figure a connection, so that two that are cut at once are not
 * missed for the same time.
 */
const pingTimeouts = [3_000, 5_000] as const
/** A process starts without Slack after this (ms), and goes on connecting. */
const patience = 3_000
/** What stays wrong is said again (ms). */
const sayAgainAfter = 10 * 60_000

export interface SocketReceiver extends Receiver {
  /** Rejects, in words, while what people type does not reach ohmy, or will not for long. */
  reachable(): Promise<void>
}

/**
 * Socket Mode over two connections. Slack closes each every few hours, and one that is cut is deaf until that is noticed; what is typed
 * meanwhile comes over the other one. Slack sends each event over one of them and allows ten:
 * https://docs.slack.dev/apis/events-api/using-socket-mode#using-multiple-connections
 */
export function createSocketReceiver(options: {
  readonly appToken: string
  readonly slackApiUrl?: string
  readonly logger: Logger
}): SocketReceiver {
  const states: ConnectionState[] = pingTimeouts.map(() => ({ kind: 'apart' }))
  const say = createSayOnce(options.logger)
  const connections = pingTimeouts.map((pingTimeout, index) =>
    createSocketConnection({
      ...options,
      pingTimeout,
      changed: (state) => {
        states[index] = state
        say(troubleOf(states))
      },
    }),
  )
  let listening: App | undefined
  return {
    init(app) {
      listening = app
    },
    async start() {
      if (listening === undefined) throw new Error('Nobody listens to Slack yet')
      for (const connection of connections) connection.start(listening)
      const until = Date.now() + patience
      const isDecided = () => states.some(isConnected) || troubleOf(states)?.loud === 'error'
      while (!isDecided() && Date.now() < until) await sleep(20)
    },
    stop: () => Promise.all(connections.map((connection) => connection.stop())),
    async reachable() {
      const trouble = troubleOf(states)
      if (trouble !== undefined) throw new Error(trouble.words)
    },
  }
}

interface Trouble {
  readonly words: string
  /** `error`: somebody has to do something. `debug`: a connection that Slack has just closed is opened again at once. */
  readonly loud: 'error' | 'warn' | 'debug'
}

/** A token that is refused counts also while an older connection still lives: that one is not opened again. */
function troubleOf(states: readonly ConnectionState[]): Trouble | undefined {
  const failures = states.flatMap((state) => (state.kind === 'apart' && state.failure ? [state.failure] : []))
  for (const failure of failures) {
    if (failure.kind === 'token') return { words: wordsForToken('app', failure.error), loud: 'error' }
  }
  if (states.some(isConnected)) return undefined
  const [failure] = failures
  if (failure === undefined)
    return { words: 'no Socket Mode connection to Slack at the moment', loud: 'debug' }
  const why = failure.kind === 'limited' ? 'Slack asks to wait' : failure.error
  return { words: `no Socket Mode connection to Slack: ${why}`, loud: 'warn' }
}

function isConnected({ kind }: ConnectionState): boolean {
  return kind === 'connected'
}

/** A line when trouble comes, changes or goes, and from time to time while it lasts. */
function createSayOnce(logger: Logger): (trouble: Trouble | undefined) => void {
  let said: { readonly words: string; readonly at: number } | undefined
  return (trouble) => {
    if (trouble === undefined) {
      if (said !== undefined) logger.info('Slack is connected again; commands and clicks arrive')
      said = undefined
      return
    }
    if (said?.words === trouble.words && Date.now() - said.at < sayAgainAfter) return
    if (trouble.loud === 'debug') return
    said = { words: trouble.words, at: Date.now() }
    logger[trouble.loud](
      { reason: trouble.words },
      'Commands and clicks do not arrive from Slack; ohmy goes on connecting',
    )
  }
}
