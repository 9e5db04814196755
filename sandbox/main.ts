import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { buildBot } from './bot.js'
import { connectionFile } from './connection.js'
import { buildPage, servePage } from './page/serve.js'
import { startWorld } from './world.js'

/** How many times faster than in AWS things happen: a rollout of minutes takes seconds. */
const speed = 20

async function main(): Promise<void> {
  const page = servePage(await buildPage())
  const port = Number(process.env['PORT'] ?? 0)
  const world = await startWorld({
    path: process.env['PATH'] ?? '',
    account: { speed },
    workspace: { page, ...(port === 0 ? {} : { port }) },
  })
  const bot = await buildBot(world.environment, { timeScale: 1 / speed })
  world.botListensOn(await bot.start())
  mkdirSync(connectionFile.folder, { recursive: true })
  const running = { pid: process.pid, page: world.workspace.url, environment: world.environment }
  writeFileSync(connectionFile.path, JSON.stringify(running, null, 2))
  process.stdout.write(
    [
      '',
      `  ohmy sandbox: ${world.workspace.url}`,
      '',
      '  Try: /ohmy help, /ohmy status, /ohmy scale backend 4 staging',
      `  Time runs ${speed}× faster than in AWS. Store: ${world.store.description}.`,
      '  In another terminal: npm run ohmy -- status staging',
      '  Ctrl-C stops it.',
      '',
    ].join('\n'),
  )
  const stop = () => {
    rmSync(connectionFile.path, { force: true })
    const late = setTimeout(() => process.exit(0), 3_000)
    bot
      .stop()
      .then(() => world.stop())
      .catch(() => undefined)
      .finally(() => {
        clearTimeout(late)
        process.exit(0)
      })
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

main().catch((error: unknown) => {
  process.stderr.write(`The sandbox did not start: ${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(1)
})
