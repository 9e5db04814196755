import type { Random } from './random.js'

const coins = ['BTC', 'ETH', 'SOL', 'ADA', 'XRP', 'DOT'] as const

/** A line of the modules that log in JSON. */
export function structuredLine(at: number, random: Random): string {
  const timestamp = new Date(at).toISOString()
  const choice = random.next()
  const coin = random.pick(coins)
  if (choice < 0.6) {
    return JSON.stringify({
      timestamp,
      level: 'info',
      module: 'ledger',
      event: 'price_stored',
      coin,
      price: Math.round(random.tail(4200) * 100) / 100,
      duration_ms: Math.round(random.tail(9)),
      request_id: random.hex(12),
    })
  }
  if (choice < 0.9) {
    return JSON.stringify({
      timestamp,
      level: 'info',
      module: 'scheduler',
      event: 'job_finished',
      job: random.pick(['sync_orders', 'refresh_prices', 'expire_sessions']),
      duration_ms: Math.round(random.tail(340)),
      rows: random.whole(0, 420),
    })
  }
  if (choice < 0.97) {
    return JSON.stringify({
      timestamp,
      level: 'warning',
      module: 'ledger',
      event: 'price_stale',
      coin,
      age_seconds: random.whole(61, 400),
    })
  }
  return JSON.stringify({
    timestamp,
    level: 'error',
    module: 'ledger',
    event: 'write_failed',
    coin,
    error: {
      type: 'DeadlockDetected',
      message: `deadlock detected on relation price_history, process ${random.whole(2000, 9000)}`,
    },
    request_id: random.hex(12),
  })
}
