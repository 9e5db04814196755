import type { Json } from '../src/core/json.js'
import { refreshPrices } from '../src/costs/price-list/refresh-prices.js'
import { environment, keyword } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { pricesMessage } from '../src/slack/views/cost/prices.js'

export const prices = command({
  name: 'prices',
  summary: 'Compare the prices that estimates are made with to AWS’s own list',
  examples: ['prices refresh', 'prices refresh production'],
  args: {
    refresh: keyword('refresh', { summary: 'ask the price list now' }),
    environment: environment({ summary: 'the region is its' }).optional(),
  },
  access: 'viewer',
  run: async ({ args, aws, clock, config }) => {
    const named = config.environments.find(({ name }) => name === config.defaultEnvironment)
    const place = args.environment ?? named
    if (place === undefined) throw new Error('A configuration without its default environment')
    const found = await refreshPrices(place, { aws: aws(place), prices: config.prices, now: clock.now() })
    // Plain data; only its type does not say so.
    return { message: pricesMessage(found), data: found as unknown as Json, shownTo: 'place' }
  },
})
