#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

/* `ohmy …`: the terminal of a bot that runs, as `npm run build` made it. It never talks to a simulated account: that is `npm run ohmy`. */

const terminal = join(import.meta.dirname, '../dist/terminal.js')

if (existsSync(terminal)) await import(terminal)
else {
  process.stderr.write('There is no build of ohmy here yet: npm run build\n')
  process.exitCode = 1
}
