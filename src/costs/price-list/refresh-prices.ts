import type { Aws } from '../../aws/aws.js'
import type { PricedProduct, PriceQuestion } from '../../aws/price-list.js'
import type { Prices } from '../../config/config.js'
import { pricesIn, type RegionPrices } from '../../config/prices.js'
import { dayOf } from '../../core/calendar.js'
import type { Environment } from '../../core/environment.js'
import type { PriceRefresh, RefreshedPrice } from '../../core/price-refresh.js'
import { configurationLines } from './configuration-lines.js'
import { wantedPrices, type WantedPrice } from './wanted-prices.js'

/** What the lines for the configuration name as their source. */
const source = 'AWS Price List'
/** Nothing that is asked for costs as much: such a figure is another unit, or a mistake. */
const mostDollars = 1_000

/** A product of the list, or that it could not be read. */
type Answer = Awaited<ReturnType<Aws['products']>>

/**
 * The prices of an environment's region beside what AWS's own list says. Nothing is guessed: where the list has no price, or more than one, that is said.
 * @throws AwsError where the list may not be asked
 */
export async function refreshPrices(
  environment: Environment,
  { aws, prices, now }: { readonly aws: Aws; readonly prices: Prices; readonly now: number },
): Promise<PriceRefresh> {
  const { region } = environment
  const inUse = pricesIn(region, prices)
  const { database, cache } = environment.costs?.resources ?? {}
  const written = [database?.class, cache?.class].filter((name) => name !== undefined)
  const wanted = wantedPrices(region, [...new Set([...Object.keys(inUse.hourly), ...written])])
  const answers = await answersTo(aws, wanted)
  const found = wanted.map((one): RefreshedPrice => {
    const answer = answers.get(keyOf(one.question)) ?? { products: [], unreadable: 0 }
    return { name: one.name, inUse: priceInUse(one.name, inUse), ...priceOf(one, answer) }
  })
  const { asOf: since, source: by } = inUse
  const asOf = dayOf(now)
  return {
    region,
    inUse: {
      region: inUse.region,
      ...(since === undefined ? {} : { asOf: since }),
      ...(by === undefined ? {} : { source: by }),
    },
    asOf,
    source,
    prices: found,
    yaml: configurationLines(found, { region, asOf, source, isOwn: region === prices.region }),
  }
}

/** Each question once, however many prices it has. */
async function answersTo(aws: Aws, wanted: readonly WantedPrice[]): Promise<ReadonlyMap<string, Answer>> {
  const questions = new Map(wanted.map(({ question }) => [keyOf(question), question]))
  return new Map(
    await Promise.all(
      [...questions].map(async ([key, question]) => [key, await aws.products(question)] as const),
    ),
  )
}

function keyOf({ service, having }: PriceQuestion): string {
  return JSON.stringify([service, having])
}

function priceInUse(name: string, { hourly, ...prices }: RegionPrices): number | undefined {
  const found = (prices as Readonly<Record<string, unknown>>)[name]
  return typeof found === 'number' ? found : hourly[name]
}

/** Pure: the one price that the list has for it, of its first tier. */
export function priceOf(
  { usage }: Pick<WantedPrice, 'usage'>,
  { products, unreadable }: Answer,
): Pick<RefreshedPrice, 'listed' | 'why'> {
  const offered = products.filter((product) => isOf(usage, product))
  if (offered.length === 0) {
    return { why: unreadable > 0 ? 'AWS’s answer could not be read' : `the list has no ${usage}` }
  }
  const first = offered.flatMap(({ prices }) => prices.filter(({ from }) => from === 0))
  const texts = new Set(first.map(({ dollars }) => dollars))
  const figures = new Set([...texts].map(Number))
  const [figure, ...others] = figures
  if (first.length === 0) return { why: `the list has ${usage} without a price` }
  if (texts.has(undefined)) return { why: `the list has ${usage} without a price in USD` }
  if (figure === undefined || others.length > 0) {
    return { why: `the list has ${figures.size} prices for ${usage}` }
  }
  if (!(figure > 0) || figure > mostDollars) {
    return { why: `the list has a price for ${usage} that is none` }
  }
  return { listed: figure }
}

/** The letters of a region stand before it, and nothing else: `APS2-LCUUsage`, not `Outposts-LCUUsage`. */
function isOf(usage: string, { usageType }: PricedProduct): boolean {
  if (!usageType.endsWith(usage)) return false
  return /^(?:[A-Z]{2,4}\d?-)?$/.test(usageType.slice(0, -usage.length))
}
