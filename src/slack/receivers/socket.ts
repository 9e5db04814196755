import { type Receiver, SocketModeReceiver } from '@slack/bolt'
import type { Logger } from 'pino'
import { boltLogger } from '../bolt-logger.js'

/**
 * Milliseconds without a pong after which a connection is taken for dead, one figure a connection. Slack's client also waits this long before
 * it connects again; two that differ do not come back at the same time.
 */
const pingTimeouts = [3_000, 5_000] as const

/**
 * Socket Mode over two connections. Slack closes each every few hours, and its client is deaf for seconds before it opens the next; what is
 * typed meanwhile comes over the other one. Slack sends each event over one of them and allows ten:
 * https://docs.slack.dev/apis/events-api/using-socket-mode#using-multiple-connections
 */
export function createSocketReceiver(parts: {
  readonly appToken: string
  readonly slackApiUrl?: string
  readonly logger: Logger
}): Receiver {
  const receivers = pingTimeouts.map(
    (clientPingTimeout) =>
      new SocketModeReceiver({
        appToken: parts.appToken,
        clientPingTimeout,
        logger: boltLogger(parts.logger),
        // Where Slack's Web API lives has to be said here as well: the receiver has a client of its own.
        installerOptions: {
          clientOptions: parts.slackApiUrl === undefined ? {} : { slackApiUrl: parts.slackApiUrl },
        },
      }),
  )
  return {
    init: (app) => receivers.forEach((receiver) => receiver.init(app)),
    start: () => Promise.all(receivers.map((receiver) => receiver.start())),
    stop: () => Promise.all(receivers.map((receiver) => receiver.stop())),
  }
}
