import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const lines: { readonly level: number; readonly msg: string; readonly word?: string }[] = []
const destination = new Writable({
  write(line: Buffer, _encoding, done) {
    lines.push(JSON.parse(line.toString()) as (typeof lines)[number])
    done()
  },
})
const logger = pino({ level: 'warn' }, destination)
let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ bot: { logger } })
})
afterAll(() => sandbox.stop())

it.each([
  // Who was deactivated since they opened it is nobody's mistake; a view that Slack does not take is ours.
  ['user_not_found', pino.levels.values['warn']],
  ['view_too_large', pino.levels.values['error']],
])('a Home that Slack refuses with %s is logged as what it is', async (error, level) => {
  sandbox.workspace.faults.refuse({ method: 'views.publish', error, times: 1 })
  const before = lines.length
  await sandbox.workspace.openHome(viewer)
  const [line] = await until('a line in the log', () => {
    const said = lines.slice(before)
    return said.length === 0 ? undefined : said
  })
  expect(line?.level).toBe(level)
  expect(JSON.stringify(line)).toContain(error)
})
