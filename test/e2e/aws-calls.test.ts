import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commands } from '../../commands/index.js'
import { connect } from '../../src/redis/connections.js'
import { keys } from '../../src/redis/keys.js'
import { buildBot } from '../../sandbox/bot.js'
import { approver } from '../../sandbox/people.js'
import type { RecordedCall } from '../../sandbox/account/calls.js'
import type { Caller } from '../../src/core/caller.js'
import { pino } from 'pino'
import { answerPolicies } from '../../src/aws/ports.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

const page = readFileSync(join(import.meta.dirname, '../../docs/aws-calls.md'), 'utf8')
const rows = tableAfter('## Calls of each verb')
const prices = tableAfter('## Prices').flatMap(([calls = '', usd = '', unit = '']) => {
  const [, count = '', what = ''] = /^([\d,]+) (\w+)/.exec(unit) ?? []
  const each = Number(usd) / Number(count.replaceAll(',', ''))
  return calls.split(', ').map((action) => ({ action, each, what }))
})

/** How much an account logs, and what a month has cost, depends on the time of day and the day: always this one. */
const begun = Date.now()
const clock = { now: () => Date.UTC(2026, 10, 23, 2, 30) + Date.now() - begun }
/** What is kept for seconds must not depend on how fast this machine is: for the bot, each line is said in one moment. */
let moment = clock.now()
const botClock = { now: () => moment }
/** Whoever counts calls wants none in between (ms). */
const never = 2 ** 31 - 1
/** It would say, again and again, that this clock is not the store's. */
const logger = pino({ level: 'silent' })

describe('the page of AWS calls', () => {
  let sandbox: Sandbox
  const caller: Caller = {
    id: approver.slackId,
    name: approver.name,
    origin: 'command',
    place: { channel: 'C0DEVOPS', channelName: 'devops' },
  }
  beforeAll(async () => {
    sandbox = await startSandbox({ account: { clock }, bot: { clock, logger, looksForPausesEvery: never } })
  })
  afterAll(() => sandbox.stop())

  it('has a line for each verb', () => {
    const said = new Set(rows.map(([words]) => unquoted(words).split(' ')[0]))
    expect(commands.map(({ name }) => name).filter((name) => !said.has(name))).toEqual([])
  })

  it.each(rows.map((row) => [unquoted(row[0]), row] as const))('%s', async (words, row) => {
    const store = connect(sandbox.store.url, 'engine', logger)
    for (const remembered of [keys.answer('*'), keys.requestsPaid('*', '*')]) {
      const found = await store.keys(remembered)
      if (found.length > 0) await store.del(...found)
    }
    store.disconnect()
    moment = clock.now()
    const bot = await buildBot(sandbox.environment, { clock: botClock, logger })
    const after = row[2] ?? ''
    const callsOf = async () => {
      sandbox.account.calls.reset()
      // In Slack a worker looks, which there is none of in this process; the questions are the same.
      const asking: Caller = words.startsWith('preflight') ? { ...caller, origin: 'terminal' } : caller
      const { failed, message } = await bot.dispatch.run(words, asking)
      expect(failed, message.text).toBe(after === 'refused' ? 'refused' : undefined)
      return [...sandbox.account.calls.all()]
    }
    try {
      const first = await callsOf()
      const again = after === 'refused' || after === 'not said again' ? undefined : await callsOf()
      expect(row.join(' | ')).toBe(
        [`\`${words}\``, told(first), again === undefined ? after : told(again), `${cost(first)}`].join(
          ' | ',
        ),
      )
    } finally {
      await bot.stop()
    }
  })

  it('tells how old an answer may be, as it is in the code', () => {
    const written = Object.fromEntries(
      tableAfter('## How old an answer may be').map(([name, ...rest]) => [unquoted(name), rest]),
    )
    expect(written).toEqual(
      Object.fromEntries(
        Object.entries(answerPolicies).map(([name, { sharedBy, freshFor, knownFor, why }]) => [
          name,
          [sharedBy === 'process' ? 'each process' : 'all processes', span(freshFor), span(knownFor), why],
        ]),
      ),
    )
  })
})

/** `DescribeAlarms, 2 × DescribeTargetHealth, GetMetricData (17)`, by name. */
function told(calls: readonly RecordedCall[]): string {
  const words = calls.map((call) => {
    const metrics = metricsOf(call)
    return `${call.action}${metrics === undefined ? '' : ` (${metrics})`}`
  })
  const counts = new Map<string, number>()
  for (const word of words.sort()) counts.set(word, (counts.get(word) ?? 0) + 1)
  const parts = [...counts].map(([word, count]) => {
    // How often a query is looked after is a matter of time.
    if (word === 'GetQueryResults') return `n × ${word}`
    return count === 1 ? word : `${count} × ${word}`
  })
  return parts.length === 0 ? 'none' : parts.join(', ')
}

function metricsOf({ action, input }: RecordedCall): number | undefined {
  if (action === 'GetMetricData') {
    return (input as { MetricDataQueries: readonly unknown[] }).MetricDataQueries.length
  }
  if (action === 'GetMetricWidgetImage') {
    const { MetricWidget: widget } = input as { MetricWidget: string }
    return (JSON.parse(widget) as { metrics: readonly unknown[] }).metrics.length
  }
  return undefined
}

function cost(calls: readonly RecordedCall[]): number {
  const sum = calls.reduce((total, call) => {
    const price = prices.find(({ action }) => action === call.action)
    if (price === undefined || price.what === 'GB' || price.what === 'minute') return total
    return total + price.each * (price.what === 'metrics' ? (metricsOf(call) ?? 0) : 1)
  }, 0)
  return Number(sum.toFixed(5))
}

function span(milliseconds: number): string {
  if (milliseconds === 0) return '—'
  return milliseconds < 60_000 ? `${milliseconds / 1_000} s` : `${milliseconds / 60_000} min`
}

function unquoted(cell = ''): string {
  return cell.replaceAll('`', '')
}

/** The cells of the first table under a heading, without its head. */
function tableAfter(heading: string): readonly (readonly string[])[] {
  const from = page.indexOf(`${heading}\n`)
  expect(from, `the page has no ${heading}`).toBeGreaterThan(-1)
  const lines = page.slice(from + heading.length).split('\n')
  const begin = lines.findIndex((line) => line.startsWith('|---'))
  const length = lines.slice(begin).findIndex((line) => !line.startsWith('|'))
  return lines.slice(begin + 1, begin + length).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}
