import type { Trouble } from '../account/troubles/trouble.js'
import type { PostedMessage } from '../workspace/contract.js'
import type { Round } from './contract.js'

/** What can be seen of a trouble at a moment. */
export interface Sight {
  readonly now: number
  readonly isMitigated: boolean
  /** What ohmy has posted or changed since it began, oldest first. */
  readonly posted: readonly PostedMessage[]
  /** Channel ids. */
  readonly alerts: string
  readonly incidents: string
}

// How ohmy's messages say it. The game day's own test fails where they come to say it in other words.
const taken = /looks after it| has it, after |led by /
const alertCard = /`alert-[a-z0-9]{7}`$/
const goodAgain = /Good again|is over:/
const ended = /Closed|Resolved|Goes on in/

/** The round as it is now: what came to pass is kept, with the moment it was first seen. Pure. */
export function watchRound(
  round: Round,
  { signs, ask }: Pick<Trouble, 'signs' | 'ask'>,
  sight: Sight,
): Round {
  const { now, isMitigated, posted, alerts, incidents } = sight
  const rings = ask === undefined
  const tells = posted.filter(
    ({ channel, text }) =>
      (!rings || (channel === alerts && alertCard.test(text))) && signs.some((sign) => text.includes(sign)),
  )
  const [first] = tells
  const opened = posted.filter(
    ({ channel, text, threadTs }) => channel === incidents && text.includes('SEV-') && threadTs === undefined,
  )
  const isTaken = [...tells, ...opened, ...posted].some(({ text }) => taken.test(text))
  const isResolved =
    isMitigated &&
    (!rings || (tells.length > 0 && tells.every(({ text }) => goodAgain.test(text)))) &&
    opened.every(({ text }) => ended.test(text))
  return {
    ...round,
    ...(round.told === undefined && first !== undefined
      ? { told: { at: now, channel: first.channel, ts: first.ts } }
      : {}),
    ...(round.acknowledgedAt === undefined && isTaken ? { acknowledgedAt: now } : {}),
    ...(round.mitigatedAt === undefined && isMitigated ? { mitigatedAt: now } : {}),
    ...(round.resolvedAt === undefined && isResolved ? { resolvedAt: now } : {}),
  }
}
