import type { KnownBlock } from '@slack/types'
import { shortDay } from '../../../core/calendar.js'
import type { CostReport } from '../../../core/cost.js'
import { chart } from '../../blocks.js'
import { printable } from '../../mrkdwn.js'
import { shortService } from './words.js'

const nothing = '–'
const longestLabel = 20

/** The latest days, what costs most first. With fewer than three days there is no shape to see. */
export function costChart({ chart: { days, series }, currency, split }: CostReport): readonly KnownBlock[] {
  if (days.length < 3 || series.length === 0) return []
  const names = distinctNames(series)
  // What lies below nothing cannot be stacked on what lies above.
  const hasCredits = series.some(({ amounts }) => amounts.some((amount) => amount < 0))
  return [
    chart(split === 'service' ? 'Cost a day, by service' : 'Cost a day', {
      type: hasCredits ? 'bar' : 'area',
      series: series.map(({ amounts }, index) => ({
        name: names[index] ?? nothing,
        data: days.map((day, position) => ({
          label: shortDay(day),
          value: Math.round((amounts[position] ?? 0) / 10_000) / 100,
        })),
      })),
      axis_config: { categories: days.map(shortDay), y_label: currency },
    }),
  ]
}

/** What series are called: Slack wants every one to have a name of its own, of at most 20 characters. */
export function distinctNames(series: CostReport['chart']['series']): readonly string[] {
  const taken = new Set<string>()
  return series.map(({ name }, index) => {
    const shown = shortService(printable(name).trim()) || nothing
    const cut = shown.length > longestLabel ? `${shown.slice(0, longestLabel - 1)}…` : shown
    const own = taken.has(cut) ? `${cut.slice(0, longestLabel - 4)} (${index})` : cut
    taken.add(own)
    return own
  })
}
