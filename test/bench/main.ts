import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { acknowledge } from './acknowledge.js'
import { alerts } from './alerts.js'
import { commands } from './commands.js'
import { compared } from './compared.js'
import type { Bench, Figure } from './figure.js'
import { followed } from './followed.js'
import { open } from './many-open.js'
import { logs } from './logs.js'
import { metrics } from './metrics.js'
import { preflight } from './preflight.js'
import { press } from './press.js'
import { runbooks } from './runbooks.js'
import { runs } from './runs.js'
import { start } from './start.js'
import { status } from './status.js'
import { table } from './table.js'
import { terminal } from './terminal.js'
import { validate } from './validate.js'
import { waiting } from './waiting.js'

const benches: Readonly<Record<string, Bench>> = {
  acknowledge,
  alerts,
  commands,
  followed,
  logs,
  metrics,
  open,
  preflight,
  press,
  runbooks,
  runs,
  start,
  status,
  terminal,
  validate,
  waiting,
}

/** Told, and only where they are asked for by name: they measure nothing. */
const told: Readonly<Record<string, Bench>> = { compared }

/** `npm run bench [-- <bench> …] [-- --rounds 5] [-- --profile <folder>] [-- --older <folder of another build>]` */
async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      profile: { type: 'string' },
      older: { type: 'string' },
    },
  })
  const names = positionals.length === 0 ? Object.keys(benches) : positionals
  const figures: Figure[] = []
  for (const name of names) {
    const bench = benches[name] ?? told[name]
    if (bench === undefined)
      throw new Error(`No bench is called ${name}: ${Object.keys({ ...benches, ...told }).join(', ')}`)
    process.stderr.write(`${name} …\n`)
    const { profile, older } = values
    const given = {
      ...(profile === undefined ? {} : { profile }),
      ...(older === undefined ? {} : { older: resolve(older) }),
    }
    try {
      figures.push(...(await bench({ rounds: Number(values.rounds), ...given })))
    } catch (error) {
      // The other benches still have something to say.
      process.stderr.write(
        `${name} has no figures: ${error instanceof Error ? error.stack : String(error)}\n`,
      )
      process.exitCode = 1
    }
  }
  process.stdout.write(
    `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model}\n\n${table(figures)}\n`,
  )
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exitCode = 1
})
