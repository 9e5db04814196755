import { approversOf } from '../access/approvers.js'
import type { Authority } from '../access/authority.js'
import { readMembers } from '../access/membership.js'
import type { Notice, Tell } from '../changes/notices.js'
import type { Clock } from '../core/clock.js'
import type { Message } from '../core/message.js'
import type { OperationRecord } from '../core/operation.js'
import type { Destination, Outbox } from '../slack/outbox/contract.js'
import {
  approvalNotice,
  brokenGlassNotice,
  endNotice,
  type Mentioned,
  nobodyMentioned,
  reminderNotice,
  settledNotice,
} from '../slack/views/operations/notices.js'
import { letterOf } from './flows.js'

/** So long a notice waits for the message it belongs under; then it stands in the channel (ms). */
const shownWithin = 30_000

/** Direct messages of one notice. */
const mostMessaged = 10

/** The first word of a letter, and the last. */
const asked = 1
const settled = 2

/** What an operation posts besides its own message: each letter has one name, so that it is there once, whoever dies in between. */
export function createChangeLetters(options: {
  readonly outbox: Pick<Outbox, 'has' | 'send' | 'postedAs'>
  /** The channel of the direct message with a person. */
  readonly directMessage: (person: string) => Promise<string>
  readonly authority: Authority
  /** The store's. */
  readonly clock: Clock
}): Tell {
  const { outbox, directMessage, authority, clock } = options
  const { notify } = authority.config

  async function send(key: string, to: Destination, message: Message, version = asked): Promise<void> {
    await outbox.send({ key, to, message, version, final: true })
  }

  /** Under the operation's message; in its channel where that does not come. Undefined: wait for it. */
  async function under({ id, place }: OperationRecord, since: number): Promise<Destination | undefined> {
    const { channel } = place
    const threadTs = place.threadTs ?? (await outbox.postedAs(letterOf(id)))
    if (threadTs !== undefined) return { channel, threadTs }
    return clock.now() < since + shownWithin ? undefined : { channel }
  }

  async function approvers(record: OperationRecord, environment: string): Promise<Mentioned> {
    const { approval, caller } = record
    const decided = record.state === 'unapproved' ? (approval?.decisions ?? []).map(({ by }) => by.id) : []
    return approversOf(approval?.role ?? 'approver', environment, [caller.id, ...decided], authority)
  }

  /** Those who are mentioned, one by one; and the groups that Slack does not tell of now, which can only be mentioned. */
  async function oneByOne({ groups, people }: Mentioned, { caller }: OperationRecord) {
    const unread: string[] = []
    const members: string[] = []
    for (const group of groups) {
      const found = await readMembers(authority.memberOf, group).catch(() => undefined)
      if (found === undefined) unread.push(group)
      else members.push(...found)
    }
    const messaged = [...new Set([...people, ...members])]
      .filter((person) => person !== caller.id)
      .slice(0, mostMessaged)
    return { messaged, unread: { ...nobodyMentioned, groups: unread } }
  }

  async function tellApprovers(
    notice: Extract<Notice, { readonly round: number }>,
    record: OperationRecord,
    environment: string,
  ): Promise<boolean> {
    const { kind, round, open } = notice
    // The operation's own message asks.
    if (notify.approvers === 'channel' && kind === 'approval') return true
    const key = `notice:${record.id}:${kind}:${round}`
    const version = open ? asked : settled
    const view = kind === 'approval' ? approvalNotice : reminderNotice
    const show = (to: Mentioned) => (open ? view(record, to) : settledNotice(record))
    /** Nobody is told that something is over that they were not asked. */
    const isTold = async (letter: string) =>
      (await outbox.has({ key: letter, version })) ||
      (!open && !(await outbox.has({ key: letter, version: asked })))
    if (notify.approvers === 'direct') {
      const { messaged, unread } = await oneByOne(await approvers(record, environment), record)
      for (const person of messaged) {
        const letter = `${key}:to:${person}`
        if (await isTold(letter)) continue
        await send(letter, { channel: await directMessage(person) }, show(nobodyMentioned), version)
      }
      return open && unread.groups.length === 0 ? true : tellHere(`${key}:groups`, async () => unread)
    }
    return tellHere(key, async () =>
      notify.approvers === 'mention' ? approvers(record, environment) : nobodyMentioned,
    )

    /** By the operation's message. */
    async function tellHere(letter: string, mentioned: () => Promise<Mentioned>): Promise<boolean> {
      if (await isTold(letter)) return true
      if (!open) {
        const place = (await under(record, 0)) ?? { channel: record.place.channel }
        await send(letter, place, show(nobodyMentioned), version)
        return true
      }
      const to = await mentioned()
      const isNobody = to.groups.length + to.people.length === 0
      if (isNobody && kind === 'approval') return true
      // A thread that mentions nobody is read by nobody who could approve.
      const roundBegan = round - (record.approval?.within ?? 0)
      const place = isNobody ? { channel: record.place.channel } : await under(record, roundBegan)
      if (place === undefined) return false
      await send(letter, place, show(to))
      return true
    }
  }

  async function tellOfGlass(record: OperationRecord, environment: string): Promise<boolean> {
    const key = `notice:${record.id}:glass`
    if (await outbox.has({ key, version: asked })) return true
    const to = await approvers(record, environment)
    const direct = notify.approvers === 'direct' ? await oneByOne(to, record) : undefined
    for (const person of direct?.messaged ?? []) {
      const message = brokenGlassNotice(record, environment, nobodyMentioned)
      await send(`${key}:to:${person}`, { channel: await directMessage(person) }, message)
    }
    const mentioned = notify.approvers === 'mention' ? to : (direct?.unread ?? nobodyMentioned)
    const message = brokenGlassNotice(record, environment, mentioned)
    await send(key, { channel: record.place.channel }, message)
    return true
  }

  async function tellRequester(record: OperationRecord): Promise<boolean> {
    const { caller, id, endedAt = 0 } = record
    // Who has no Slack id has asked in a terminal, and is told there.
    if (notify.requester === 'channel' || !/^[UW][A-Z0-9]+$/.test(caller.id)) return true
    const key = `notice:${id}:end`
    if (await outbox.has({ key, version: asked })) return true
    if (notify.requester === 'direct') {
      await send(key, { channel: await directMessage(caller.id) }, endNotice(record, nobodyMentioned))
      return true
    }
    const to = await under(record, endedAt)
    if (to === undefined) return false
    await send(key, to, endNotice(record, { groups: [], people: [caller.id], others: 0 }))
    return true
  }

  return (notice, record, environment) => {
    if (notice.kind === 'end') return tellRequester(record)
    if (notice.kind === 'broken glass') return tellOfGlass(record, environment)
    return tellApprovers(notice, record, environment)
  }
}
