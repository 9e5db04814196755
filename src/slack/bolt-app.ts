import { App, type Receiver, type ReceiverEvent } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import { boltLogger } from './bolt-logger.js'
import type { Edge } from './edge.js'
import { listenToActions } from './listeners/actions.js'
import { listenToCommands } from './listeners/commands.js'
import { listenToHome } from './listeners/home.js'
import { listenToMentions } from './listeners/mentions.js'
import { listenToModals } from './listeners/modals.js'
import { createSlackFetch } from './slack-fetch.js'

/** Who ohmy is in its workspace, as auth.test says. */
export interface Identity {
  readonly botId?: string
  readonly botUserId?: string
}

/**
 * Bolt acknowledges an event before any listener has seen it, and Slack never sends it again. Here it is acknowledged once the listeners
 * have taken it: what fails before that is delivered again, when the store may be back.
 */
class AcknowledgingApp extends App {
  override async processEvent(event: ReceiverEvent): Promise<void> {
    if (event.body['type'] !== 'event_callback') return super.processEvent(event)
    await super.processEvent({ ...event, ack: async () => undefined })
    await event.ack()
  }
}

/**
 * Bolt with ohmy's listeners, not started. Work that goes on after an acknowledgement is tracked: wait for `idle()` before the process ends.
 */
export function createBoltApp(parts: {
  readonly edge: Edge
  readonly receiver: Receiver
  readonly botToken: string
  readonly slackApiUrl?: string
  readonly logger: Logger
  readonly identity: () => Identity
}) {
  const app = new AcknowledgingApp({
    receiver: parts.receiver,
    logger: boltLogger(parts.logger),
    // Known beforehand and never waited for: an acknowledgement must not depend on a call to Slack.
    authorize: async () => ({ botToken: parts.botToken, ...parts.identity() }),
    convoStore: false,
    clientOptions: {
      retryConfig: { retries: 0 },
      fetch: createSlackFetch(parts.slackApiUrl),
      ...(parts.slackApiUrl === undefined ? {} : { slackApiUrl: parts.slackApiUrl }),
    },
  })
  app.error(async (error) => {
    parts.logger.error({ err: error }, 'A Slack listener failed')
    // Not swallowed: what was not acknowledged must not look as if it had been.
    throw error
  })
  const running = new Set<Promise<void>>()
  const background = (what: string, work: () => Promise<void>) => {
    const promise = work()
      .catch((error: unknown) =>
        parts.logger.error({ err: error, what }, 'Work after an acknowledgement failed'),
      )
      .finally(() => running.delete(promise))
    running.add(promise)
  }
  for (const listen of [listenToCommands, listenToMentions, listenToActions, listenToModals, listenToHome]) {
    listen(app, parts.edge, background)
  }
  return {
    app,
    /** Resolves when nothing goes on any more, at the latest after `within` ms. */
    async idle(within: number): Promise<void> {
      const late = new Promise<void>((resolve) => setTimeout(resolve, within).unref())
      await Promise.race([Promise.all(running), late])
    },
  }
}

/** Runs work that goes on after the acknowledgement. */
export type Background = (what: string, work: () => Promise<void>) => void

export async function readIdentity(web: WebClient): Promise<Identity> {
  const { bot_id: botId, user_id: botUserId } = await web.auth.test()
  return { ...(botId === undefined ? {} : { botId }), ...(botUserId === undefined ? {} : { botUserId }) }
}
