import { approversOf } from '../access/approvers.js'
import type { Authority } from '../access/authority.js'
import { readMembers } from '../access/membership.js'
import type { Place, Role } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import type { Message } from '../core/message.js'
import type { Destination, Outbox } from '../slack/outbox/contract.js'
import { type Mentioned, nobodyMentioned } from '../slack/views/operations/notices.js'
import { letterOf } from '../slack/outbox/flow-letter.js'

/** So long a notice waits for the message it belongs under; then it stands in the channel (ms). */
const shownWithin = 30_000

/** Direct messages of one notice. */
const mostMessaged = 10

/** The first word of a letter, and the last. */
export const asked = 1
export const settled = 2

/** What those who may decide are told: of a thing of which there is one message that asks. */
export interface ApproverNotice {
  /** Names it, and no other. */
  readonly key: string
  readonly kind: 'approval' | 'reminder'
  /** Not open any more, what was posted says how it ended. */
  readonly open: boolean
  readonly role: Role
  readonly environment: string
  /** Slack ids of those who are not called: who asked, who has decided. */
  readonly without: readonly string[]
  /** The flow whose message asks, where that stands, and since when it asks (ms since the epoch). */
  readonly id: string
  readonly place: Place
  readonly since: number
  readonly asks: (to: Mentioned) => Message
  readonly settles: () => Message
}

export interface LetterTools {
  readonly outbox: Pick<Outbox, 'has' | 'send' | 'postedAs'>
  /** The channel of the direct message with a person. */
  readonly directMessage: (person: string) => Promise<string>
  readonly authority: Authority
  /** The store's. */
  readonly clock: Clock
}

/** Letters to those who may decide: each has one name, so that it is there once, whoever dies in between. */
export function createApproverLetters({ outbox, directMessage, authority, clock }: LetterTools) {
  const { notify } = authority.config

  async function send(key: string, to: Destination, message: Message, version = asked): Promise<void> {
    await outbox.send({ key, to, message, version, final: true })
  }

  /** Under the message that it belongs to; in its channel where that does not come. Undefined: wait for it. */
  async function under(
    { id, place }: Pick<ApproverNotice, 'id' | 'place'>,
    since: number,
  ): Promise<Destination | undefined> {
    const { channel } = place
    const threadTs = place.threadTs ?? (await outbox.postedAs(letterOf(id)))
    if (threadTs !== undefined) return { channel, threadTs }
    return clock.now() < since + shownWithin ? undefined : { channel }
  }

  /** Those who are mentioned, one by one; and the groups that Slack does not tell of now, which can only be mentioned. */
  async function oneByOne({ groups, people }: Mentioned, without: readonly string[]) {
    const unread: string[] = []
    const members: string[] = []
    for (const group of groups) {
      const found = await readMembers(authority.memberOf, group).catch(() => undefined)
      if (found === undefined) unread.push(group)
      else members.push(...found)
    }
    const messaged = [...new Set([...people, ...members])]
      .filter((person) => !without.includes(person))
      .slice(0, mostMessaged)
    return { messaged, unread: { ...nobodyMentioned, groups: unread } }
  }

  /** @returns false: its place is not there yet, try again soon. Rejects when the store does not answer */
  async function tell(notice: ApproverNotice): Promise<boolean> {
    const { key, kind, open, role, environment, without, since, asks, settles } = notice
    // The message itself asks.
    if (notify.approvers === 'channel' && kind === 'approval') return true
    const version = open ? asked : settled
    const show = (to: Mentioned) => (open ? asks(to) : settles())
    const approvers = () => approversOf(role, environment, without, authority)
    /** Nobody is told that something is over that they were not asked. */
    const isTold = async (letter: string) =>
      (await outbox.has({ key: letter, version })) ||
      (!open && !(await outbox.has({ key: letter, version: asked })))
    if (notify.approvers === 'direct') {
      const { messaged, unread } = await oneByOne(await approvers(), without)
      for (const person of messaged) {
        const letter = `${key}:to:${person}`
        if (await isTold(letter)) continue
        await send(letter, { channel: await directMessage(person) }, show(nobodyMentioned), version)
      }
      return open && unread.groups.length === 0 ? true : tellHere(`${key}:groups`, async () => unread)
    }
    return tellHere(key, async () => (notify.approvers === 'mention' ? approvers() : nobodyMentioned))

    /** By the message that asks. */
    async function tellHere(letter: string, mentioned: () => Promise<Mentioned>): Promise<boolean> {
      if (await isTold(letter)) return true
      if (!open) {
        const place = (await under(notice, 0)) ?? { channel: notice.place.channel }
        await send(letter, place, show(nobodyMentioned), version)
        return true
      }
      const to = await mentioned()
      const isNobody = to.groups.length + to.people.length === 0
      if (isNobody && kind === 'approval') return true
      // A thread that mentions nobody is read by nobody who could approve.
      const place = isNobody ? { channel: notice.place.channel } : await under(notice, since)
      if (place === undefined) return false
      await send(letter, place, show(to))
      return true
    }
  }

  return { tell, send, under, oneByOne }
}
