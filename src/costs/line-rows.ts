import type { CostLineRow } from '../core/cost.js'
import { type CostLine, costLines } from '../core/cost-lines.js'
import type { Environment } from '../core/environment.js'
import { type Micros, microsOf } from '../core/money.js'
import { fargateLine } from './estimation/fargate.js'
import { loadBalancerLine } from './estimation/resources.js'
import { pricesIn } from '../config/prices.js'
import { type Daily, daily, minus, sumOf } from './figures.js'
import { dailyLines } from './lines.js'
import { carriedOn } from './on-course.js'
import { tagOf } from './budgets.js'
import type { ReportOptions } from './report-options.js'

/** What each line was expected to cost and does cost, and the rest, so that the lines add up to all of it. */
export function lineRows(
  options: ReportOptions & { readonly environment: Environment; readonly days: readonly string[] },
): readonly CostLineRow[] {
  const { reading, environment, days } = options
  const tag = tagOf(environment)
  const lines = dailyLines(reading.byService.value, reading.byUsageType?.value, tag)
  const listed = listedOf(options)
  const configured = environment.costs?.estimates ?? {}

  function estimateOf(line: CostLine): Pick<CostLineRow, 'estimate' | 'from'> {
    const written = configured[line]
    if (written !== undefined) return { estimate: microsOf(written), from: 'config' }
    const computed = listed.get(line) ?? 0
    return computed === 0 ? {} : { estimate: computed, from: 'prices' }
  }

  function row(line: CostLineRow['line'], amounts: Daily): CostLineRow {
    const onCourse = reading.isPast ? undefined : carriedOn(amounts, reading.month, days)
    return {
      line,
      ...(line === 'other' ? {} : estimateOf(line)),
      soFar: sumOf(amounts, days),
      ...(onCourse === undefined ? {} : { onCourse }),
    }
  }

  const rows = costLines.flatMap((line) => {
    const amounts = lines.get(line)
    return amounts === undefined ? [] : [row(line, amounts)]
  })
  const rest = [...lines.values()].reduce(minus, daily(reading.byService.value, { tag }))
  return [...rows, row('other', rest)].filter(
    ({ soFar, estimate = 0, line }) =>
      estimate !== 0 || (line === 'other' ? Math.abs(soFar) >= 10_000 : soFar !== 0),
  )
}

/** What can be computed of the lines that have no estimate: tasks as they run, and a load balancer. */
function listedOf({
  environment,
  running = [],
  config,
}: ReportOptions & { readonly environment: Environment }): ReadonlyMap<CostLine, Micros> {
  const prices = pricesIn(environment.region, config.prices)
  const lines = [
    fargateLine(running, prices),
    ...(environment.loadBalancer === undefined
      ? []
      : [loadBalancerLine(environment.costs?.resources ?? {}, prices)]),
  ]
  return new Map(lines.map(({ line, amount = 0 }) => [line, amount]))
}
