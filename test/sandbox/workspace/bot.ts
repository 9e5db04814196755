import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import { App, LogLevel, SocketModeReceiver } from '@slack/bolt'
import { WebClient } from '@slack/web-api'
import { credentials, people } from '../../../sandbox/people.js'
import type { WorkspaceOptions } from '../../../sandbox/workspace/options.js'
import { startWorkspace, type Workspace } from '../../../sandbox/workspace/workspace.js'

export interface Running {
  readonly workspace: Workspace
  readonly app: App
  readonly client: WebClient
  readonly stop: () => Promise<void>
}

/** A client as the bot, which gives up at once instead of retrying. */
export function clientFor(workspace: Workspace, token: string = credentials.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: workspace.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    timeout: 5_000,
  })
}

/** A workspace alone, which can deliver nothing. */
export function startAlone(options: Partial<WorkspaceOptions> = {}): Promise<Workspace> {
  const deliver = { kind: 'http', url: 'http://127.0.0.1:9/slack/events' } as const
  return startWorkspace({ people, credentials, deliver, ...options })
}

/** A real Bolt app on a real HTTP port, and a workspace that delivers to it. */
export async function startWithBolt(
  configure: (app: App) => void,
  options: Partial<WorkspaceOptions> = {},
): Promise<Running> {
  let port = 0
  const deliver = { kind: 'http', url: () => `http://127.0.0.1:${port}/slack/events` } as const
  const workspace = await startWorkspace({ people, credentials, deliver, ...options })
  const app = new App({
    token: credentials.botToken,
    signingSecret: credentials.signingSecret,
    clientOptions: { slackApiUrl: workspace.apiUrl },
    logLevel: LogLevel.ERROR,
  })
  configure(app)
  const server = (await app.start(0)) as Server
  port = (server.address() as AddressInfo).port
  return { workspace, app, client: clientFor(workspace), stop: () => stopBoth(app, workspace) }
}

/** A real Bolt app in Socket Mode. */
export async function startWithSocket(
  configure: (app: App) => void,
  options: Partial<WorkspaceOptions> = {},
): Promise<Running> {
  const workspace = await startWorkspace({ people, credentials, deliver: { kind: 'socket' }, ...options })
  const app = new App({
    token: credentials.botToken,
    clientOptions: { slackApiUrl: workspace.apiUrl },
    logLevel: LogLevel.ERROR,
    receiver: new SocketModeReceiver({
      appToken: credentials.appToken,
      installerOptions: { clientOptions: { slackApiUrl: workspace.apiUrl } },
      // Also how long the client waits before it reconnects.
      clientPingTimeout: 100,
      logLevel: LogLevel.ERROR,
    }),
  })
  configure(app)
  await app.start()
  return { workspace, app, client: clientFor(workspace), stop: () => stopBoth(app, workspace) }
}

async function stopBoth(app: App, workspace: Workspace): Promise<void> {
  await app.stop()
  await workspace.stop()
}

/** Slack's error code of a refused call, and its `response_metadata.messages`. */
export async function refusalOf(
  call: Promise<unknown>,
): Promise<{ error: string; messages: readonly string[] }> {
  try {
    await call
  } catch (error) {
    const data = (error as { data?: { error: string; response_metadata?: { messages?: string[] } } }).data
    if (data === undefined) throw error
    return { error: data.error, messages: data.response_metadata?.messages ?? [] }
  }
  throw new Error('Slack took the call')
}
