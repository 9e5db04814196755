import type { PriceList, Prices } from './config.js'

export interface RegionPrices extends PriceList {
  /** The region they are the prices of. */
  readonly region: string
}

/** The prices of a region: its own where it has any, and what it leaves out as everywhere else. */
export function pricesIn(region: string, prices: Prices): RegionPrices {
  const own = prices.regions[region]
  return own === undefined ? prices : { ...prices, ...own, region, hourly: { ...prices.hourly, ...own } }
}
