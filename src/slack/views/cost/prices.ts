import type { KnownBlock } from '@slack/types'
import { shortDay } from '../../../core/calendar.js'
import type { Message } from '../../../core/message.js'
import type { PriceRefresh, RefreshedPrice } from '../../../core/price-refresh.js'
import { context, folded, section, table } from '../../blocks.js'
import { marks } from '../../marks.js'
import { message } from '../../message.js'
import { escapeMrkdwn, untrusted } from '../../mrkdwn.js'

/** The prices in use beside AWS's own list: what differs, what could not be found, and the lines that bring it into use. */
export function pricesMessage(refresh: PriceRefresh): Message {
  const { prices, yaml } = refresh
  const other = prices.filter(({ inUse, listed }) => listed !== undefined && listed !== inUse)
  const unknown = prices.filter(({ listed }) => listed === undefined)
  return message([
    section(headline(refresh, other.length)),
    ...(other.length === 0 ? [] : [differences(other)]),
    ...(unknown.length === 0
      ? []
      : [section(['*Not found, nothing is guessed*', ...unknown.map(missing)].join('\n'))]),
    ...(other.length === 0 ? [] : [folded('Lines for ohmy.yaml', [untrusted(yaml.join('\n'))])]),
    context(origin(refresh)),
  ])
}

function headline({ region, prices }: PriceRefresh, other: number): string {
  const found = prices.filter(({ listed }) => listed !== undefined).length
  const name = escapeMrkdwn(region)
  if (found === 0) return `${marks.unknown} *${name}: AWS’s list has none of the ${prices.length} prices*.`
  if (other === 0)
    return `${marks.fine} *${name}: the prices in use are AWS’s own* — all ${found} that were found.`
  return `${marks.attention} *${name}: ${other} of ${prices.length} prices differ from AWS’s own list*. Nothing was changed: they are configuration.`
}

function differences(prices: readonly RefreshedPrice[]): KnownBlock {
  const figure = (price: number | undefined) => (price === undefined ? 'none' : String(price))
  return table(
    [
      ['Price, USD', 'In use', 'Listed', 'Change'],
      ...prices.map(({ name, inUse, listed }) => [
        name,
        figure(inUse),
        figure(listed),
        change(inUse, listed),
      ]),
    ],
    ['left', 'right', 'right', 'right'],
  )
}

function change(inUse: number | undefined, listed = 0): string {
  if (inUse === undefined || inUse === 0) return 'new'
  const percent = Math.round((listed / inUse - 1) * 100)
  return percent === 0 ? '<1 %' : `${percent > 0 ? '+' : '−'}${Math.abs(percent)} %`
}

function missing({ name, inUse, why = '' }: RefreshedPrice): string {
  const kept = inUse === undefined ? '' : `; ${inUse} stays in use`
  return `• ${escapeMrkdwn(name)}: ${escapeMrkdwn(why)}${kept}`
}

function origin({ inUse, asOf, source }: PriceRefresh): string {
  const since = inUse.asOf === undefined ? 'undated' : `of ${shortDay(inUse.asOf)} ${inUse.asOf.slice(0, 4)}`
  const by = inUse.source === undefined ? '' : `, from ${escapeMrkdwn(inUse.source)}`
  return `In use: prices of ${escapeMrkdwn(inUse.region)}, ${since}${by}. Listed: ${source}, on ${shortDay(asOf)} ${asOf.slice(0, 4)}; of tiers the first, of databases PostgreSQL’s.`
}
