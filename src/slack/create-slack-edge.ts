import type { Receiver } from '@slack/bolt'
import type { Settings } from '../config/settings.js'
import type { Route } from '../server/server.js'
import { createBoltApp } from './bolt-app.js'
import { startAnsweringUnanswered } from './deliveries/answer-unanswered.js'
import type { Edge } from './edge.js'
import type { IdentityReader } from './identity.js'
import { HttpReceiver, slackPath } from './receivers/http.js'

/** Work after an acknowledgement may take so long when the process stops (ms): longer than a question that AWS never answers. */
const finishWithin = 13_000

/** Slack's side of the process: by HTTP (then with a route for the server) or by Socket Mode, as the settings say. */
export async function createSlackEdge(
  options: Edge & {
    readonly settings: Settings
    readonly identity: IdentityReader
    /** Milliseconds a process may be silent before another one answers for it. */
    readonly leaseFor: number
    /** Counts a request by HTTP that was not Slack's. */
    readonly countUnsigned?: (reason: string) => void
  },
) {
  const { settings, identity, leaseFor, countUnsigned, ...edge } = options
  const { receiver, routes, reachable } = await createReceiver(settings, edge, countUnsigned)
  const bolt = createBoltApp({
    edge,
    receiver,
    botToken: settings.slack.botToken,
    ...(settings.slack.apiUrl === undefined ? {} : { slackApiUrl: settings.slack.apiUrl }),
    logger: edge.logger,
    identity,
  })
  let stopped = false
  let stopAnswering = async (): Promise<void> => undefined

  /** Slack may be away when the process starts: asked again until it says who we are. */
  async function learnIdentity(): Promise<void> {
    for (let attempt = 0; !stopped; attempt++) {
      try {
        await identity.read()
        return
      } catch (error) {
        if (attempt === 0) edge.logger.warn({ err: error }, 'Slack did not say who the bot is; asking again')
        await new Promise((resolve) => setTimeout(resolve, Math.min(1_000 * 2 ** attempt, 30_000)).unref())
      }
    }
  }

  return {
    routes,
    /** Rejects, in words, while what people type does not arrive. By HTTP nobody but Slack knows that. */
    reachable,
    async start(): Promise<void> {
      const learning = learnIdentity()
      const patience = new Promise((resolve) => setTimeout(resolve, 2_000).unref())
      await Promise.race([learning, patience])
      stopAnswering = startAnsweringUnanswered(edge, leaseFor)
      await bolt.app.start()
    },
    async stop(): Promise<void> {
      stopped = true
      await bolt.app.stop()
      await bolt.idle(finishWithin)
      await stopAnswering()
    },
  }
}

async function createReceiver(
  settings: Settings,
  edge: Edge,
  countUnsigned: ((reason: string) => void) | undefined,
): Promise<{ receiver: Receiver; routes: readonly Route[]; reachable: () => Promise<void> }> {
  const { transport } = settings.slack
  if (transport.kind === 'http') {
    const receiver = new HttpReceiver({
      signingSecret: transport.signingSecret,
      clock: edge.clock,
      logger: edge.logger,
      ...(countUnsigned === undefined ? {} : { countUnsigned }),
    })
    const handle: Route['handle'] = (request, response) => receiver.handle(request, response)
    const routes = [{ method: 'POST' as const, path: slackPath, handle }]
    return { receiver, routes, reachable: async () => undefined }
  }
  if (transport.kind === 'none') throw new Error('A process without the app role has no Slack edge')
  const { apiUrl } = settings.slack
  // With a WebSocket client of its own: not loaded where Slack comes by HTTP.
  const { createSocketReceiver } = await import('./receivers/socket.js')
  const receiver = createSocketReceiver({
    appToken: transport.appToken,
    logger: edge.logger,
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  })
  return { receiver, routes: [], reachable: () => receiver.reachable() }
}
