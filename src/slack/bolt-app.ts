import { setTimeout as sleep } from 'node:timers/promises'
import { App, type Receiver, type ReceiverEvent } from '@slack/bolt'
import type { Logger } from 'pino'
import { boltLogger } from './bolt-logger.js'
import { createDoor } from './door.js'
import type { Edge } from './edge.js'
import { createFollowRequest } from './follow-request.js'
import type { IdentityReader } from './identity.js'
import { listenToActions } from './listeners/actions.js'
import { listenToChannels } from './listeners/channels.js'
import { listenToCommands } from './listeners/commands.js'
import { listenToHome } from './listeners/home.js'
import { listenToMentions } from './listeners/mentions.js'
import { listenToModals } from './listeners/modals.js'
import { misshapen } from './receivers/payload.js'
import { createSlackFetch } from './slack-fetch.js'

/**
 * Bolt acknowledges an event before any listener has seen it, and Slack never sends it again. Here it is acknowledged once the listeners
 * have taken it: what fails before that is delivered again, when the store may be back.
 */
class AcknowledgingApp extends App {
  /** Whether a payload may come in; otherwise it was acknowledged. */
  admits: (event: ReceiverEvent) => Promise<boolean> = async () => true
  follow: ReturnType<typeof createFollowRequest> = (event, work) => work(event)

  /** Told of what was signed, and is nothing that Slack delivers: which member is wrong, of what type of payload. */
  unreadable: (member: string, type: string) => void = () => undefined

  override async processEvent(event: ReceiverEvent): Promise<void> {
    // Acknowledged: it would be the same the next time.
    const wrong = misshapen(event.body)
    if (wrong !== undefined) {
      this.unreadable(wrong, typeof event.body['type'] === 'string' ? event.body['type'] : 'none')
      return event.ack()
    }
    return this.follow(event, (followed) => this.#process(followed))
  }

  async #process(event: ReceiverEvent): Promise<void> {
    if (!(await this.admits(event))) return
    if (event.body['type'] !== 'event_callback') return super.processEvent(event)
    await super.processEvent({ ...event, ack: async () => undefined })
    await event.ack()
  }
}

/**
 * Bolt with ohmy's listeners, not started. Work that goes on after an acknowledgement is tracked: wait for `idle()` before the process ends.
 */
export function createBoltApp(options: {
  readonly edge: Edge
  readonly receiver: Receiver
  readonly botToken: string
  readonly slackApiUrl?: string
  readonly logger: Logger
  readonly identity: IdentityReader
}) {
  const app = new AcknowledgingApp({
    receiver: options.receiver,
    logger: boltLogger(options.logger),
    authorize: async () => {
      const { botId, botUserId } = options.identity.known() ?? {}
      return {
        botToken: options.botToken,
        ...(botId === undefined ? {} : { botId }),
        ...(botUserId === undefined ? {} : { botUserId }),
      }
    },
    convoStore: false,
    clientOptions: {
      retryConfig: { retries: 0 },
      fetch: createSlackFetch(options.slackApiUrl),
      ...(options.slackApiUrl === undefined ? {} : { slackApiUrl: options.slackApiUrl }),
    },
  })
  app.unreadable = (member, type) =>
    options.logger.warn(
      { member, type: type.slice(0, 40) },
      'A signed payload has not the shape that Slack documents: it was left alone',
    )
  app.error(async (error) => {
    options.logger.error({ err: error }, 'A Slack listener failed')
    // Not swallowed: what was not acknowledged must not look as if it had been.
    throw error
  })
  const running = new Set<Promise<void>>()
  const background = (what: string, work: () => Promise<void>) => {
    const promise = work()
      .catch((error: unknown) =>
        options.logger.error({ err: error, what }, 'Work after an acknowledgement failed'),
      )
      .finally(() => running.delete(promise))
    running.add(promise)
  }
  app.follow = createFollowRequest(options.edge)
  app.admits = createDoor(options.edge, options.identity, background).admits
  const listeners = [
    listenToCommands,
    listenToMentions,
    listenToActions,
    listenToModals,
    listenToHome,
    listenToChannels,
  ]
  for (const listen of listeners) listen(app, options.edge, background)
  return {
    app,
    /** Resolves when nothing goes on any more, what has begun meanwhile neither; at the latest after `within` ms. */
    async idle(within: number): Promise<void> {
      const late = sleep(within, 'late', { ref: false })
      while (running.size > 0) if ((await Promise.race([Promise.all(running), late])) === 'late') return
    },
  }
}
