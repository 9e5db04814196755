import type { StartLiveTailResponseStream } from '@aws-sdk/client-cloudwatch-logs'
import { AwsError } from './aws-error.js'
import type { Calls } from './call.js'
import { classify } from './classify.js'
import type { Clients } from './clients.js'
import type { LogEvent } from './logs.js'
import type { RequestOptions } from './request-handler.js'

export interface LiveTailQuestion {
  /** Of a log group, without `:*` at its end. */
  readonly logGroupArn: string
  /** In CloudWatch's own filter syntax; absent: everything. */
  readonly pattern?: string
}

/** What was written within about a second. */
export interface LiveTailUpdate {
  /** Oldest first. Live Tail gives no ids. */
  readonly events: readonly LogEvent[]
  /** More than 500 were written: some were left out. */
  readonly sampled: boolean
}

export interface LiveTailPort {
  /**
   * Opens a session of Live Tail, which is paid for by the minute, for three hours at most. It gives an update a second, also an empty one, until
   * the signal is aborted, whoever reads stops reading, or the three hours are over.
   * @throws AwsError when it is opened, and from the updates when it breaks off. `LimitExceededException`: 15 sessions are open
   */
  liveTail(question: LiveTailQuestion, signal: AbortSignal): Promise<AsyncIterable<LiveTailUpdate>>
}

/** CloudWatch Logs Live Tail, for one environment. */
export function liveTailOf(clients: Clients, calls: Calls): LiveTailPort {
  return {
    async liveTail({ logGroupArn, pattern }, signal) {
      const logs = await clients.logs()
      const request = {
        logGroupIdentifiers: [logGroupArn],
        ...(pattern === undefined ? {} : { logEventFilterPattern: pattern }),
      }
      const { responseStream } = await calls.ask('logs:StartLiveTail', (options) => {
        const abortSignal = AbortSignal.any([options.abortSignal, signal])
        const streaming: RequestOptions = { ...options, streams: true, abortSignal }
        return logs.startLiveTail(request, streaming)
      })
      return updates(responseStream, signal)
    },
  }
}

async function* updates(
  stream: AsyncIterable<StartLiveTailResponseStream> | undefined,
  signal: AbortSignal,
): AsyncIterable<LiveTailUpdate> {
  const events = stream?.[Symbol.asyncIterator]()
  const aborted = whenAborted(signal)
  try {
    while (events !== undefined && !signal.aborted) {
      const next = await Promise.race([events.next(), aborted])
      if (next === undefined || next.done === true) return
      const { sessionUpdate, SessionStreamingException, SessionTimeoutException } = next.value
      const over = SessionStreamingException ?? SessionTimeoutException
      if (over !== undefined) throw over
      if (sessionUpdate === undefined) continue
      const found = (sessionUpdate.sessionResults ?? []).map(
        ({ timestamp = 0, logStreamName = '', message = '' }) => ({
          at: timestamp,
          stream: logStreamName,
          text: message,
        }),
      )
      yield {
        events: found.toSorted((left, right) => left.at - right.at),
        sampled: sessionUpdate.sessionMetadata?.sampled === true,
      }
    }
  } catch (error) {
    if (signal.aborted) return
    const { name } = error as Partial<Error>
    if (name === 'SessionTimeoutException') return
    if (name === 'SessionStreamingException') throw broken(name, error)
    throw classify(error, 'logs:StartLiveTail', { as: 'question' })
  } finally {
    // Not awaited: the end of a connection that hangs would be waited for, too.
    void events?.return?.().catch(() => undefined)
  }
}

/** In the middle of a stream AWS's errors come without a status: another session may last. */
function broken(code: string, cause: unknown): AwsError {
  return new AwsError('unavailable', 'logs:StartLiveTail', code, 'AWS broke the live tail off', { cause })
}

function whenAborted(signal: AbortSignal): Promise<undefined> {
  if (signal.aborted) return Promise.resolve(undefined)
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}
