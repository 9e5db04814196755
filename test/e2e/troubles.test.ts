import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { troubles } from '../../sandbox/account/troubles/troubles.js'
import { requester, viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

const queue = 'https://sqs.ap-southeast-2.amazonaws.com/123456789012/ohmycoins-alerts'
const page = readFileSync(join(import.meta.dirname, '../../docs/game-day.md'), 'utf8')

const configure = (yaml: string) => `${yaml}\nalerts:\n  queue: ${queue}\n`

/** From each trouble of the sandbox to its cause, as somebody who has read nothing goes: the first message, and what it offers to press. */
describe('from something is wrong to its cause', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ configure })
  })
  afterAll(() => sandbox.stop())

  const shows = (channel: string, ...words: readonly (string | RegExp)[]) =>
    sandbox.workspace.waitForMessage(
      channel,
      ({ text }) => words.every((word) => (typeof word === 'string' ? text.includes(word) : word.test(text))),
      { timeout: 60_000 },
    )
  const asks = (line: string) => sandbox.workspace.say(requester, 'devops', `/ohmy ${line}`)
  const begin = (trouble: string) => sandbox.account.troubles.begin(trouble)
  const mend = (trouble: string) => sandbox.account.troubles.mend(trouble)

  it('nat-cost: the answer to cost', async () => {
    begin('nat-cost')
    await asks('cost production')
    const cost = await shows('devops', 'What grew most', /NAT gateway traffic: .+ more since/)
    expect(cost.text).toContain('AWS calls it an anomaly')
    expect(cost.text).toMatch(/NAT gateways carried \d+ GB: VPC endpoints/)
    mend('nat-cost')
  })

  it('slow-database: the alert names the database, and nothing that it could not ask', async () => {
    begin('slow-database')
    const alert = await shows(
      'alerts',
      /Average response time of the load balancer|Average CPU of the database/,
      /How the database is: CPU 9\d %/,
      /CPU of the service: backend: /,
    )
    expect(alert.text).not.toContain('none was named')
    await asks('status production')
    const status = await shows('devops', 'production is degraded', /Database CPU 9\d %/)
    await sandbox.workspace.click(viewer, status, 'Metrics')
    await shows('devops', 'database CPU', /\d+ of \d+ figures? miss/)
    mend('slow-database')
  })

  it('cache-evictions: the alert', async () => {
    begin('cache-evictions')
    await shows('alerts', 'Evictions of the cache', /How Redis is: memory 9\d %/)
    mend('cache-evictions')
  })

  it('5xx-surge: the alert quotes what the log says', async () => {
    begin('5xx-surge')
    const alert = await shows(
      'alerts',
      '🔴 5xx answers of the load balancer',
      'Errors since the last deployment: ',
    )
    expect(alert.text).toMatch(/backend: \d+ new kinds? of error .*“.*Service Unavailable/)
    mend('5xx-surge')
  })

  it('out-of-memory: the alert says what kills it and since when', async () => {
    begin('out-of-memory')
    await shows(
      'alerts',
      '🔴 Average memory of backend',
      /Tasks that were killed: \d+ tasks? stopped/,
      'the newest deployment began',
    )
    mend('out-of-memory')
  })

  it('throttling: status says what it could not ask', async () => {
    begin('throttling')
    await asks('status production')
    await shows('devops', /asking for fewer calls/)
    mend('throttling')
  })

  it('alarm-storm: one message counts them', async () => {
    begin('alarm-storm')
    await shows('alerts', /Storm in production: [\d,]+ more alarms ring/)
    mend('alarm-storm')
  })

  it('each of them stands in the table of steps', () => {
    const table = page.slice(page.indexOf('## From the trouble to its cause'))
    expect(troubles.filter(({ name }) => !table.includes(`| \`${name}\` |`)).map(({ name }) => name)).toEqual(
      [],
    )
  })
})

/** It rings the alarm of 5xx-surge, whose alert would be taken up again: a world of its own. */
describe('from a crash loop to its cause', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ configure })
  })
  afterAll(() => sandbox.stop())

  const shows = (channel: string, ...words: readonly (string | RegExp)[]) =>
    sandbox.workspace.waitForMessage(
      channel,
      ({ text }) => words.every((word) => (typeof word === 'string' ? text.includes(word) : word.test(text))),
      { timeout: 60_000 },
    )
  const asks = (line: string) => sandbox.workspace.say(requester, 'devops', `/ohmy ${line}`)
  const begin = (trouble: string) => sandbox.account.troubles.begin(trouble)

  it('crash-loop: the alert quotes it, and from status its lines are one press away', async () => {
    begin('crash-loop')
    await shows(
      'alerts',
      '🔴 5xx answers of the load balancer',
      // By the checks of whichever came first, the alarm or the tasks that stop.
      /Stopped (?:tasks|in the last five minutes): backend: \d+ tasks? stopped/,
      'ValidationError',
    )
    await asks('status production')
    const status = await shows('devops', 'production is down', 'backend')
    await sandbox.workspace.click(viewer, status, 'Errors of backend')
    await shows('devops', 'ValidationError', 'backend in production')
  })
})
