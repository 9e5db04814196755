import type { Clock } from '../../core/clock.js'
import type { SlackCalls } from './slack-calls.js'

const freshFor = 10 * 60_000
const mostPages = 20

interface Page {
  readonly channels?: readonly { readonly id?: string; readonly name?: string }[]
  readonly response_metadata?: { readonly next_cursor?: string }
}

/** Ids of public channels by `#name`, asked once and kept for 10 minutes. What is not found stays a name: Slack posts to names too. */
export function createChannelNames(slack: SlackCalls, clock: Clock) {
  const ids = new Map<string, string>()
  let askedAt = Number.NEGATIVE_INFINITY
  let asking: Promise<void> | undefined

  async function ask(): Promise<void> {
    let cursor = ''
    for (let page = 0; page < mostPages; page += 1) {
      const answer = (await slack.apiCall('conversations.list', {
        limit: 1_000,
        exclude_archived: true,
        types: 'public_channel',
        ...(cursor === '' ? {} : { cursor }),
      })) as Page
      for (const { id, name } of answer.channels ?? []) if (id && name) ids.set(`#${name}`, id)
      cursor = answer.response_metadata?.next_cursor ?? ''
      if (cursor === '') return
    }
  }

  return async function idOf(channel: string): Promise<string> {
    const known = ids.get(channel)
    if (!channel.startsWith('#') || known !== undefined) return known ?? channel
    if (clock.now() - askedAt > freshFor || asking !== undefined) {
      askedAt = clock.now()
      // Without the list the name itself is used, so a failure is none of the letter's.
      asking ??= ask()
        .catch(() => undefined)
        .finally(() => (asking = undefined))
      await asking
    }
    return ids.get(channel) ?? channel
  }
}
