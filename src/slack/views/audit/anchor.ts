import type { AuditAnchor } from '../../../core/audit-record.js'
import type { Message } from '../../../core/message.js'
import { context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code } from '../../mrkdwn.js'
import { marks } from '../../marks.js'

/** The newest record, where it cannot be changed any more. */
export function anchorMessage({ number, hash }: Pick<AuditAnchor, 'number' | 'hash'>): Message {
  return message([
    section(`⚓ Audit up to record ${number.toLocaleString('en')}: ${code(`${number}:${hash}`)}`),
    context('Written once a day, outside the store. `audit verify` compares the audit with it.'),
  ])
}

/** Instead of a new anchor, where the last one does not fit. */
export function anchorWarning({ number, at }: AuditAnchor): Message {
  const day = at === undefined ? '' : ` on ${new Date(at).toISOString().slice(0, 10)}`
  return message([
    section(
      `${marks.wrong} *The audit does not have record ${number.toLocaleString('en')} as it was written here${day}.* Somebody rewrote or cut it, or the store lost it.`,
    ),
    section(
      '`/ohmy audit verify` names what is wrong; compare it with the log, and find out who can write to the Redis of ohmy.',
    ),
  ])
}
