import { LogLevel, WebClient } from '@slack/web-api'
export function createWebClient(token: string, options: { slackApiUrl?: string }): WebClient {
  return new WebClient(token, { ...options, timeout: 5_000, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, logLevel: LogLevel.ERROR })
}
