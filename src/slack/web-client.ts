import { WebClient } from '@slack/web-api'

export interface WebClientOptions {
  /** Another Web API, such as the sandbox's; Slack's own unless told otherwise. */
  readonly slackApiUrl?: string
  /** Milliseconds a call may take. */
  readonly timeout?: number
}

/**
 * A client that tries once and says how it went: the outbox owns retries and pace. By default WebClient would wait for ever, send a
 * post again whose answer was lost, and stop all channels for the 429 of one.
 */
export function createWebClient(token: string, options: WebClientOptions = {}): WebClient {
  const { slackApiUrl, timeout = 5_000 } = options
  return new WebClient(token, {
    timeout,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    ...(slackApiUrl === undefined ? {} : { slackApiUrl }),
  })
}
