import type { Zone } from '../core/time-zone.js'

/** https://docs.slack.dev/reference/methods/conversations.create: 80, less what makes it another one. */
const longest = 70

/**
 * `inc-20261128-backend-is-down`: lower-case letters, figures and hyphens, as Slack wants them. What a title has of others is left out.
 * @param at ms since the epoch: its day on the team's clock
 */
export function channelNameFor(title: string, at: number, zone: Zone): string {
  const date = new Date(zone.wallAt(at)).toISOString().slice(0, 10).replaceAll('-', '')
  const slug = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
  return `inc-${date}-${slug}`.slice(0, longest).replace(/-+$/, '')
}
