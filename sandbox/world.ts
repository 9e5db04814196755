import { fileURLToPath } from 'node:url'
import { type EmbeddedStore, startEmbeddedStore } from '../src/redis/embedded.js'
import { called } from '../src/aws/actions.js'
import { slackPath } from '../src/slack/receivers/http.js'
import { appLevelMethods, methods, scopes } from '../src/slack/scopes.js'
import { type Account, type AccountOptions, startAccount } from './account/account.js'
import { credentials, people } from './people.js'
import type { Person } from './workspace/contract.js'
import type { WorkspaceOptions } from './workspace/options.js'
import { startWorkspace, type Workspace } from './workspace/workspace.js'

/** Everything around the bot: a store, an AWS account and a Slack workspace, all local. */
export interface World {
  readonly store: EmbeddedStore
  readonly account: Account
  readonly workspace: Workspace
  /** The process environment a bot needs to live in this world. */
  readonly environment: Readonly<Record<string, string>>
  /** Where the bot listens: Slack's deliveries over HTTP go there. */
  botListensOn(port: number): void
  stop(): Promise<void>
}

export interface WorldOptions {
  readonly path: string
  readonly store?: 'redis' | 'javascript'
  /** For who kills it, and for who is stopped by Ctrl-C: as `startEmbeddedStore` says. */
  readonly storeKeepsAtOnce?: boolean
  readonly storeInOwnGroup?: boolean
  readonly transport?: 'http' | 'socket'
  readonly account?: AccountOptions
  /** Besides the three people of the sandbox. */
  readonly morePeople?: readonly Person[]
  readonly workspace?: Partial<Omit<WorkspaceOptions, 'deliver' | 'people' | 'credentials'>>
}

export const sandboxConfig = fileURLToPath(new URL('./ohmy.sandbox.yaml', import.meta.url))
/** The runbooks that come with ohmy. */
export const sandboxRunbooks = fileURLToPath(new URL('../runbooks', import.meta.url))

/** Starts the world; the bot is started by whoever wants one, in this process or in another. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const transport = options.transport ?? 'http'
  let botPort = 0
  const [store, account, workspace] = await Promise.all([
    startEmbeddedStore({
      path: options.path,
      ...(options.store === undefined ? {} : { kind: options.store }),
      keepsAtOnce: options.storeKeepsAtOnce === true,
      ownGroup: options.storeInOwnGroup === true,
    }),
    startAccount({ declared: called, ...options.account }),
    startWorkspace({
      // What the app's manifest asks for, and no more.
      scopes: Object.keys(scopes),
      declared: [...Object.keys(methods), ...Object.keys(appLevelMethods), 'response_url'],
      ...options.workspace,
      people: [...people, ...(options.morePeople ?? [])],
      credentials,
      deliver:
        transport === 'socket'
          ? { kind: 'socket' }
          : { kind: 'http', url: () => `http://127.0.0.1:${botPort}${slackPath}` },
    }),
  ])
  return {
    store,
    account,
    workspace,
    environment: {
      SLACK_BOT_TOKEN: credentials.botToken,
      ...(transport === 'socket'
        ? { SLACK_APP_TOKEN: credentials.appToken }
        : { SLACK_SIGNING_SECRET: credentials.signingSecret }),
      SLACK_API_URL: workspace.apiUrl,
      REDIS_URL: store.url,
      OHMY_HOOK_SECRET: credentials.hookSecret,
      AWS_ENDPOINT_URL: account.url,
      // What the SDK's credential chain finds first; the simulated account asks for none.
      AWS_ACCESS_KEY_ID: 'sandbox',
      AWS_SECRET_ACCESS_KEY: 'sandbox',
      OHMY_CONFIG: sandboxConfig,
      OHMY_RUNBOOKS: sandboxRunbooks,
      PATH: options.path,
      PORT: '0',
      LOG_LEVEL: 'warn',
    },
    botListensOn(port) {
      botPort = port
    },
    async stop() {
      // Workspace and account may tell what was wrong in them; all three end.
      const ended = await Promise.allSettled([workspace.stop(), account.stop(), store.stop()])
      const failed = ended.find((one) => one.status === 'rejected')
      if (failed !== undefined) throw failed.reason
    },
  }
}
