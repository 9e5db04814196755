import type { Json } from '../core/json.js'
import type { Dated, Freshness, SharedCache } from '../core/kept-answers.js'
import { AwsError, type AwsErrorKind } from './aws-error.js'
import { explainAwsError } from './explain.js'

const kinds: ReadonlySet<string> = new Set<AwsErrorKind>([
  'throttled',
  'unavailable',
  'unanswered',
  'denied',
  'rejected',
])

/**
 * An answer of AWS's that is shared: what stands in for it says why in words for people, and a failure stays an `AwsError`, also in a
 * process that only waited for it.
 * @param name as for SharedCache.read; with the account and region in it, where they matter
 * @param ask gives plain data: what JSON loses is lost
 * @throws AwsError; whatever else `ask` throws
 */
export async function askShared<Value>(
  cache: SharedCache,
  name: string,
  freshness: Freshness,
  ask: () => Promise<Value>,
): Promise<Dated<Value>> {
  try {
    // An interface is plain data without saying so.
    const answer = await cache.read(name, freshness, () => explained(ask) as Promise<Json>)
    return answer as Dated<unknown> as Dated<Value>
  } catch (error) {
    throw asAwsError(error)
  }
}

/** The reason is shown to people and kept for other processes, so it carries nothing but words for them. */
async function explained<Value>(ask: () => Promise<Value>): Promise<Value> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    throw new AwsError(error.kind, error.action, error.code, explainAwsError(error), { cause: error })
  }
}

function asAwsError(error: unknown): unknown {
  if (error instanceof AwsError || !(error instanceof Error)) return error
  const { kind, action, code } = error as Partial<Pick<AwsError, 'kind' | 'action' | 'code'>>
  if (kind === undefined || action === undefined || code === undefined || !kinds.has(kind)) return error
  return new AwsError(kind, action, code, error.message, { cause: error })
}
