import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundle } from '../build.js'
import { withAlerts } from './alerts.js'
import { buildBot, configOf } from './bot.js'
import { serveControls } from './controls.js'
import { type Connection, connectionFile, speed } from './connection.js'
import { createGameDay, type PlayedGameDay } from './game-day/game-day.js'
import { serveGameDay } from './game-day/serve.js'
import { languageOf } from './language.js'
import { buildPage, servePage } from './page/serve.js'
import { createTerraformTree, serveTerraform, withTerraform } from './terraform-tree.js'
import { sandboxConfig, startWorld, type World } from './world.js'

async function main(): Promise<void> {
  // The page and the terminal are built first: seconds, and more on a busy machine, in which silence looks like a fault.
  process.stdout.write('\n  Starting: a bot, a Slack workspace and an AWS account on this machine …\n')
  const [page] = await Promise.all([
    configOf({ OHMY_CONFIG: sandboxConfig }).then((known) => buildPage(languageOf(known))),
    bundle(connectionFile.terminal, ['sandbox/terminal.ts']),
  ])
  const port = Number(process.env['PORT'] ?? 0)
  const serve = servePage(page)
  const controls = serveControls(() => world.account)
  const tree = createTerraformTree()
  const terraform = serveTerraform(tree)
  let played: PlayedGameDay | undefined
  const gameDay = serveGameDay(() => played)
  const world: World = await startWorld({
    path: process.env['PATH'] ?? '',
    storeInOwnGroup: true,
    account: { speed, witness: process.env['OHMY_SANDBOX_WITNESS'] === '1' },
    workspace: {
      page: async (...request) =>
        (await controls(...request)) ||
        (await gameDay(...request)) ||
        (await terraform(...request)) ||
        serve(...request),
      ...(port === 0 ? {} : { port }),
    },
  })
  const config = withTerraform(withAlerts(await configOf(world.environment), world.account), tree.folder)
  const bot = await buildBot(world.environment, { config, timeScale: 1 / speed })
  const listening = await bot.start()
  world.botListensOn(listening)
  played = createGameDay({ ...world, channels: config.channels, now: Date.now })
  const running: Connection = {
    pid: process.pid,
    page: world.workspace.url,
    environment: world.environment,
    terminal: join(connectionFile.terminal, 'terminal.js'),
  }
  writeFileSync(connectionFile.path, JSON.stringify(running, null, 2))
  process.stdout.write(
    [
      '',
      `  ohmy sandbox: ${world.workspace.url}`,
      '',
      '  Try: /ohmy help, /ohmy status, /ohmy scale backend 4 staging',
      `  Time runs ${speed}× faster than in AWS. Store: ${world.store.description}.`,
      '  In another terminal: npm run ohmy -- status staging',
      `  What production opens on PORT: http://127.0.0.1:${listening}/readyz, /metrics, /hooks/deployments`,
      '  Something goes wrong: Game day at the top of the page, or',
      `  curl -H content-type:application/json -d '{"trouble":"out-of-memory","do":"begin"}' ${world.workspace.url}/sandbox/trouble`,
      '  Ctrl-C stops it.',
      '',
    ].join('\n'),
  )
  const stop = () => {
    rmSync(connectionFile.path, { force: true })
    tree.remove()
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
