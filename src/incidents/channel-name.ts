import type { Zone } from '../core/time-zone.js'

/** https://docs.slack.dev/reference/methods/conversations.create: 80, less what makes it another one. */
const longest = 70
/** Below it too little of the title is left. */
const shortest = 30

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
  const name = `inc-${date}-${slug}`
  if (name.length <= longest) return name.replace(/-+$/, '')
  // Half a word reads like another one; a single word that is too long is cut all the same.
  const whole = name.slice(0, longest + 1).replace(/-[^-]*$/, '')
  return (whole.length > shortest ? whole : name.slice(0, longest)).replace(/-+$/, '')
}
