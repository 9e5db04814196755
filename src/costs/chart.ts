import type { CostReport, CostSplit } from '../core/cost.js'
import { daily, keysOf, tagsOf } from './figures.js'
import { tagOf } from './budgets.js'
import type { Shared } from './rows.js'

/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
const mostDays = 20
const mostSeries = 6
/** Services look alike in a chart: the largest and the rest can still be told apart. */
const mostServices = 4

/** The latest whole days by what costs most, the rest as one series, so that they add up to the day. */
export function chartOf(split: CostSplit, { table, tag, days, config }: Shared): CostReport['chart'] {
  const shown = days.slice(-mostDays)
  const byTag = tag === undefined && split !== 'service'
  const names = byTag ? tagsOf(table) : keysOf(table, tag)
  const series = names
    .map((key) => {
      const amounts = byTag
        ? daily(table, { tag: key })
        : daily(table, { key, ...(tag === undefined ? {} : { tag }) })
      // Refunds and credits are parts of a day like others, only below nothing.
      const size = shown.reduce((total, day) => total + Math.abs(amounts.get(day) ?? 0), 0)
      return { key, amounts, size }
    })
    .filter(({ size }) => size > 0)
    .toSorted((one, other) => other.size - one.size)
  const most = byTag ? mostSeries : mostServices
  const kept = series.slice(0, series.length > most ? most - 1 : most)
  const rest = series.slice(kept.length)
  const environmentOf = (value: string) => config.environments.find((known) => tagOf(known) === value)?.name
  const nameOf = (key: string) => (byTag ? (key === '' ? 'untagged' : (environmentOf(key) ?? key)) : key)
  return {
    days: shown,
    series: [
      ...kept.map(({ key, amounts }) => ({
        name: nameOf(key),
        amounts: shown.map((day) => amounts.get(day) ?? 0),
      })),
      ...(rest.length === 0
        ? []
        : [
            {
              name: 'other',
              amounts: shown.map((day) =>
                rest.reduce((total, { amounts }) => total + (amounts.get(day) ?? 0), 0),
              ),
            },
          ]),
    ],
  }
}
