import type { Prices } from '../../config/config.js'
import type { CostEstimate, EstimatedLine } from '../../core/cost-estimate.js'
import type { CostLineRow } from '../../core/cost.js'
import type { CostLine } from '../../core/cost-lines.js'
import type { Environment } from '../../core/environment.js'
import { type Micros, microsOf, sum } from '../../core/money.js'
import type { Missing } from '../../core/status.js'
import type { SizeAdvice } from '../../core/task-sizing.js'
import { pricesIn, type RegionPrices } from '../../config/prices.js'
import { fargateLine } from './fargate.js'
import { leversOf } from './levers.js'
import type { ComputedLine } from './line.js'
import { cacheLine, databaseLine, flowingLines, loadBalancerLine, natLine } from './resources.js'
import { type Basis, changedBy } from './what-if.js'

/** Beyond this share of what was computed the bill goes another way, and by at least a unit of the currency. */
const apart = 0.1

export interface EstimateOptions {
  readonly environment: Environment
  readonly basis: Basis
  readonly prices: Prices
  /** Lines of the bill; absent: it could not be read, and `missing` says why. */
  readonly bill?: readonly CostLineRow[]
  readonly whatIf?: Readonly<Record<string, string>>
  /** Absent: it was not asked whether the sizes are right. */
  readonly sizing?: readonly SizeAdvice[]
  readonly missing: readonly Missing[]
}

/**
 * What an environment costs a month. Pure.
 * @throws UserError for a question about something that there is not
 */
export function estimateOf({
  environment,
  basis,
  whatIf,
  missing,
  sizing,
  ...options
}: EstimateOptions): CostEstimate {
  const prices = pricesIn(environment.region, options.prices)
  const asked = whatIf === undefined ? basis : changedBy(whatIf, basis)
  const computed = linesOf(environment, asked, prices)
  // The bill is of what runs, not of what is asked about.
  const bill = whatIf === undefined ? (options.bill ?? []) : []
  const lines = computed.map((line) => besideTheBill(line, environment, bill))
  const amounts = new Map(
    computed.flatMap(({ line, amount }) => (amount === undefined ? [] : [[line, amount] as const])),
  )
  const total = sum([...amounts.values()])
  const range = rangeOf(computed)
  const written = lines.flatMap(({ configured }) => configured ?? [])
  const courses = lines.flatMap(({ onCourse, amount }) => (amount === undefined ? [] : (onCourse ?? [])))
  return {
    environment: environment.name,
    lines,
    total,
    ...(range === undefined ? {} : { range }),
    ...(written.length === 0 ? {} : { configured: sum(written) }),
    ...(courses.length === 0 ? {} : { onCourse: sum(courses) }),
    ...(whatIf === undefined
      ? {}
      : { whatIf: { asked: wordsOf(whatIf), now: totalOf(linesOf(environment, basis, prices)) } }),
    // Of today's figures: a lever on something that is not there saves nothing.
    levers:
      whatIf === undefined
        ? leversOf(amounts, {
            resources: asked.resources,
            prices,
            savings: options.prices.savings,
            ...(sizing === undefined ? {} : { sizing }),
          })
        : [],
    ...(sizing === undefined ? {} : { sizing }),
    prices: {
      region: prices.region,
      ...(prices.asOf === undefined ? {} : { asOf: prices.asOf }),
      ...(prices.source === undefined ? {} : { source: prices.source }),
    },
    ...(prices.region === environment.region ? {} : { elsewhere: environment.region }),
    missing,
  }
}

function linesOf(
  environment: Environment,
  { sizes, resources }: Basis,
  prices: RegionPrices,
): readonly ComputedLine[] {
  return [
    ...(environment.database === undefined && resources.database === undefined
      ? []
      : [databaseLine(resources, prices)]),
    ...(environment.cache === undefined && resources.cache === undefined
      ? []
      : [cacheLine(resources, prices)]),
    fargateLine(sizes, prices),
    ...(environment.loadBalancer === undefined ? [] : [loadBalancerLine(resources, prices)]),
    natLine(resources, prices),
    ...flowingLines(resources, prices),
  ]
}

function besideTheBill(
  { line, amount, range, madeOf, unknown, explain }: ComputedLine,
  environment: Environment,
  bill: readonly CostLineRow[],
): EstimatedLine {
  const configured = environment.costs?.estimates[line]
  const onCourse = bill.find((row) => row.line === line)?.onCourse
  const difference =
    onCourse === undefined || amount === undefined || isAlike(amount, onCourse)
      ? undefined
      : explain?.(onCourse)
  return {
    line,
    ...(amount === undefined ? {} : { amount }),
    ...(range === undefined ? {} : { range }),
    madeOf,
    ...(unknown === undefined ? {} : { unknown }),
    ...(configured === undefined ? {} : { configured: microsOf(configured) }),
    ...(onCourse === undefined ? {} : { onCourse }),
    ...(difference === undefined ? {} : { difference }),
  }
}

function isAlike(amount: Micros, other: Micros): boolean {
  return Math.abs(other - amount) <= Math.max(amount * apart, 1_000_000)
}

function totalOf(lines: readonly { readonly line: CostLine; readonly amount?: Micros }[]): Micros {
  return sum(lines.flatMap(({ amount }) => amount ?? []))
}

/** Of everything, where autoscaling moves a part of it. */
function rangeOf(lines: readonly ComputedLine[]): { low: Micros; high: Micros } | undefined {
  if (!lines.some(({ range }) => range !== undefined)) return undefined
  return {
    low: sum(lines.map(({ amount = 0, range }) => range?.low ?? amount)),
    high: sum(lines.map(({ amount = 0, range }) => range?.high ?? amount)),
  }
}

function wordsOf(asked: Readonly<Record<string, string>>): string {
  return Object.entries(asked)
    .map(([word, value]) => `${word}=${value}`)
    .join(' ')
}
