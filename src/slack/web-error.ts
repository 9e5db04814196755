import { ErrorCode } from '@slack/web-api'

/** Slack's own word; undefined: it said none. */
export function wordOf(error: unknown): string | undefined {
  const { code, data } = error as { code?: unknown; data?: { error?: unknown } }
  return code === ErrorCode.PlatformError ? String(data?.error).slice(0, 100) : undefined
}
