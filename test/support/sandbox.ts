import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildBot } from '../../sandbox/bot.js'
import { sandboxConfig, startWorld, type WorldOptions } from '../../sandbox/world.js'

const speed = 200

export type Sandbox = Awaited<ReturnType<typeof startSandbox>>

export interface SandboxOptions extends Partial<WorldOptions> {
  /** Makes another configuration out of the sandbox's own. */
  readonly configure?: (yaml: string) => string
  /** The team's runbooks, by file name, instead of those that ship. */
  readonly runbooks?: Readonly<Record<string, string>>
  /** Of the bot's process, besides the world's. */
  readonly environment?: Readonly<Record<string, string>>
  /** Another store than the sandbox's own. */
  readonly redisUrl?: string
  readonly bot?: Parameters<typeof buildBot>[1]
  /** Puts something between the bot and the account: takes the account's address, gives the one that the bot calls. */
  readonly between?: (accountUrl: string) => Promise<string>
}

/** The real bot in a whole sandbox, in this process, with time running fast. */
export async function startSandbox({
  configure,
  redisUrl,
  runbooks,
  bot: botOptions,
  between,
  environment: besides,
  ...options
}: SandboxOptions = {}) {
  const world = await startWorld({
    path: process.env['PATH'] ?? '',
    store: 'javascript',
    ...options,
    account: { speed, ...options.account },
  })
  const folder = mkdtempSync(join(tmpdir(), 'ohmy-sandbox-'))
  const config = join(folder, 'ohmy.yaml')
  writeFileSync(config, (configure ?? String)(readFileSync(sandboxConfig, 'utf8')))
  const runbookFolder = join(folder, 'runbooks')
  mkdirSync(runbookFolder)
  for (const [name, text] of Object.entries(runbooks ?? {})) writeFileSync(join(runbookFolder, name), text)
  const { url } = world.account
  const environment = {
    ...world.environment,
    ...besides,
    OHMY_CONFIG: config,
    ...(runbooks === undefined ? {} : { OHMY_RUNBOOKS: runbookFolder }),
    AWS_ENDPOINT_URL: between === undefined ? url : await between(url),
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
  }
  const bot = await buildBot(environment, { timeScale: 1 / speed, ...botOptions })
  const port = await bot.start()
  world.botListensOn(port)
  return {
    ...world,
    environment,
    bot,
    runbookFolder,
    botUrl: `http://127.0.0.1:${port}`,
    async stop() {
      await bot.stop()
      await world.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
