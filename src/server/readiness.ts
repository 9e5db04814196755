import { maskSecrets } from '../core/mask.js'

/** What ohmy cannot work without. Each check rejects with the reason. */
export type Checks = Readonly<Record<string, () => Promise<unknown>>>

export interface Readiness {
  readonly ready: boolean
  /** `ok`, or why not. */
  readonly checks: Readonly<Record<string, string>>
  /** What is dangerous all the same, in words. */
  readonly warnings?: readonly string[]
}

/** A check that has not answered by then has failed (ms). */
const within = 3_000
/** Load balancers ask every few seconds; AWS and Slack need not be asked each time (ms). */
const freshFor = 5_000

/** Asks all checks at the same time; answers are reused for a few seconds. */
export function createReadiness(
  checks: Checks,
  now: () => number,
  warnings: () => readonly string[] = () => [],
): () => Promise<Readiness> {
  let last: { readonly at: number; readonly answer: Promise<Readiness> } | undefined
  return () => {
    if (last !== undefined && now() - last.at < freshFor) return last.answer
    last = { at: now(), answer: ask(checks, warnings) }
    return last.answer
  }
}

async function ask(checks: Checks, warnings: () => readonly string[]): Promise<Readiness> {
  const entries = await Promise.all(
    Object.entries(checks).map(async ([part, check]) => [part, await outcome(check)] as const),
  )
  const ready = entries.every(([, words]) => words === 'ok')
  return { ready, checks: Object.fromEntries(entries), warnings: warnings() }
}

async function outcome(check: () => Promise<unknown>): Promise<string> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${within / 1_000} s`), within)
  })
  try {
    return await Promise.race([check().then(() => 'ok'), late])
  } catch (error) {
    // Whoever reaches the port reads it.
    return maskSecrets(error instanceof Error ? error.message : String(error))
  } finally {
    clearTimeout(timer)
  }
}
