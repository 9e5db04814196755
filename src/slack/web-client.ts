import { type Logger, LogLevel, WebClient } from '@slack/web-api'
import { createSlackFetch, type SlackWatch } from './slack-fetch.js'

/** Every failure is thrown, and whoever called says what it means: the client's own lines would only repeat it. */
const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
}

export interface WebClientOptions {
  /** Another Web API, such as the sandbox's; Slack's own unless told otherwise. */
  readonly slackApiUrl?: string
  /** Milliseconds a call may take. */
  readonly timeout?: number
  readonly watch?: SlackWatch
}

/**
 * A client that tries once and says how it went: the outbox owns retries and pace. By default WebClient would wait for ever, send a
 * post again whose answer was lost, and stop all channels for the 429 of one.
 */
export function createWebClient(token: string, options: WebClientOptions = {}): WebClient {
  const { slackApiUrl, timeout = 5_000 } = options
  return new WebClient(token, {
    timeout,
    logger: silent,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    fetch: createSlackFetch(slackApiUrl, options.watch),
    ...(slackApiUrl === undefined ? {} : { slackApiUrl }),
  })
}
