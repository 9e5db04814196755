export interface Budgets {
  /** Milliseconds until this call would fit; 0 when it does, and it is then counted. */
  readonly wait: (method: string, channel: string) => number
}

/** Calls at once, and milliseconds until one more. See https://docs.slack.dev/apis/web-api/rate-limits */
const RATES: Readonly<Record<string, { readonly burst: number; readonly every: number }>> = {
  'chat.postMessage': { burst: 5, every: 1_000 },
  'chat.update': { burst: 50, every: 60_000 / 50 },
  'conversations.create': { burst: 20, every: 60_000 / 20 },
}

/** Slack's real budgets, one token bucket a method and channel. */
export function createBudgets(now: () => number): Budgets {
  const buckets = new Map<string, { tokens: number; at: number }>()
  return {
    wait: (method, channel) => {
      const rate = RATES[method]
      if (rate === undefined) return 0
      const key = `${method} ${channel}`
      const bucket = buckets.get(key) ?? { tokens: rate.burst, at: now() }
      const tokens = Math.min(rate.burst, bucket.tokens + (now() - bucket.at) / rate.every)
      const fits = tokens >= 1
      buckets.set(key, { tokens: fits ? tokens - 1 : tokens, at: now() })
      return fits ? 0 : Math.ceil((1 - tokens) * rate.every)
    },
  }
}
