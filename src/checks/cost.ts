import { z } from 'zod'
import { type CostLine, costLineNames, costLines } from '../core/cost-lines.js'
import { formatGrowth, formatMoney, microsOf } from '../core/money.js'
import { counted } from '../status/wording.js'
import { number } from './arguments.js'
import { check } from './check.js'

/** A difference below this (USD a day) is no reason to wake anybody, however many percent it is. */
const leastADay = microsOf(0.5)

/** As runbooks name them: `nat-gateway`. */
const lines = new Map<string, CostLine>(
  costLines.map((line) => [line.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), line]),
)

export const cost = check({
  name: 'cost',
  summary:
    'What an environment, or one line of its bill, cost in the last whole days against as many before. The bill is read as seldom as `/ohmy cost` reads it, within the same budget of requests',
  results: {
    pass: 'it grew by less than `warn_from` percent, or by less than 0.50 a day',
    warn: 'it grew by more',
    fail: 'it grew by `fail_from` percent or more',
  },
  reads: ['ce:GetCostAndUsage'],
  value: 'growth in percent',
  needsService: false,
  arguments: z.strictObject({
    line: z
      .enum([...lines.keys()])
      .optional()
      .describe('one line of the bill; absent: all of it'),
    days: number({ least: 1, most: 14, whole: true }).prefault(7).describe('how many days; up to 14'),
    warn_from: number({ least: 0 }).prefault(20).describe('percent'),
    fail_from: number({ least: 0 }).prefault(50).describe('percent'),
  }),
  async ask({ environment }, args, { costs }) {
    const { days, warn_from: warnFrom, fail_from: failFrom } = args
    const line = args.line === undefined ? undefined : lines.get(args.line)
    const found = await costs.recent({ environment, days, ...(line === undefined ? {} : { line }) })
    const { now, before, until, currency } = found
    const growth = now - before
    const percent = before === 0 ? undefined : Math.round((growth / before) * 1_000) / 10
    const what = line === undefined ? environment.name : costLineNames[line]
    const change = percent === undefined ? 'nothing before' : formatGrowth(percent)
    const figure = `${what} cost ${formatMoney(now, currency)} in the ${counted(days, 'day')} to ${until}, ${formatMoney(before, currency)} before (${change})`
    const grew = percent ?? Number.POSITIVE_INFINITY
    const result =
      growth < leastADay * days ? 'pass' : grew >= failFrom ? 'fail' : grew >= warnFrom ? 'warn' : 'pass'
    return { result, figure, ...(percent === undefined ? {} : { value: percent }) }
  },
})
