import { approversOf } from '../access/approvers.js'
import type { Notice, Tell } from '../changes/notices.js'
import { answeredTo } from '../core/caller.js'
import type { OperationRecord } from '../core/operation.js'
import {
  approvalNotice,
  brokenGlassNotice,
  endNotice,
  nobodyMentioned,
  reminderNotice,
  settledNotice,
} from '../slack/views/operations/notices.js'
import { asked, createApproverLetters, type LetterTools } from './approver-letters.js'

/** What an operation posts besides its own message: each letter has one name, so that it is there once, whoever dies in between. */
export function createChangeLetters(tools: LetterTools): Tell {
  const { outbox, directMessage, authority } = tools
  const { notify } = authority.config
  const letters = createApproverLetters(tools)

  /** Slack ids of those who are not called: who asked, and who has decided while it is asked. */
  function without({ state, approval, caller }: OperationRecord): readonly string[] {
    const decided = state === 'unapproved' ? (approval?.decisions ?? []).map(({ by }) => by.id) : []
    return [caller.id, answeredTo(caller), ...decided]
  }

  function tellApprovers(
    { kind, round, open }: Extract<Notice, { readonly round: number }>,
    record: OperationRecord,
    environment: string,
  ): Promise<boolean> {
    const { id, place, approval } = record
    const view = kind === 'approval' ? approvalNotice : reminderNotice
    return letters.tell({
      ...{ key: `notice:${id}:${kind}:${round}`, kind, open, environment, id, place },
      role: approval?.role ?? 'approver',
      without: without(record),
      since: round - (approval?.within ?? 0),
      asks: (to) => view(record, to),
      settles: () => settledNotice(record),
    })
  }

  async function tellOfGlass(record: OperationRecord, environment: string): Promise<boolean> {
    const key = `notice:${record.id}:glass`
    if (await outbox.has({ key, version: asked })) return true
    const to = await approversOf(record.approval?.role ?? 'approver', environment, without(record), authority)
    const direct = notify.approvers === 'direct' ? await letters.oneByOne(to, [record.caller.id]) : undefined
    for (const person of direct?.messaged ?? []) {
      const message = brokenGlassNotice(record, environment, nobodyMentioned)
      await letters.send(`${key}:to:${person}`, { channel: await directMessage(person) }, message)
    }
    const mentioned = notify.approvers === 'mention' ? to : (direct?.unread ?? nobodyMentioned)
    const message = brokenGlassNotice(record, environment, mentioned)
    await letters.send(key, { channel: record.place.channel }, message)
    return true
  }

  async function tellRequester(record: OperationRecord): Promise<boolean> {
    const { id, endedAt = 0 } = record
    const asker = answeredTo(record.caller)
    // Who has no Slack id has asked in a terminal, and is told there.
    if (notify.requester === 'channel' || !/^[UW][A-Z0-9]+$/.test(asker)) return true
    const key = `notice:${id}:end`
    if (await outbox.has({ key, version: asked })) return true
    if (notify.requester === 'direct') {
      await letters.send(key, { channel: await directMessage(asker) }, endNotice(record, nobodyMentioned))
      return true
    }
    const to = await letters.under(record, endedAt)
    if (to === undefined) return false
    await letters.send(key, to, endNotice(record, { groups: [], people: [asker], others: 0 }))
    return true
  }

  return (notice, record, environment) => {
    if (notice.kind === 'end') return tellRequester(record)
    if (notice.kind === 'broken glass') return tellOfGlass(record, environment)
    return tellApprovers(notice, record, environment)
  }
}
