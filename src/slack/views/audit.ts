import type { AuditExport, AuditVerdict } from '../../core/audit-record.js'
import type { Message } from '../../core/message.js'
import { context, section } from '../blocks.js'
import { message } from '../message.js'
import { code, escapeMrkdwn, untrusted } from '../mrkdwn.js'

const mostShown = 20

/** Whether the chain is whole, and if not, which records are wrong. */
export function verdictMessage({ records, head, problems, more }: AuditVerdict): Message {
  const counted = `${records.toLocaleString('en')} ${records === 1 ? 'record' : 'records'}`
  const end = context(
    `Newest record: ${head.number}, hash ${code(head.hash === '' ? 'none' : head.hash)}. The log of ohmy has the same beside its number.`,
  )
  if (problems.length === 0) {
    return message([
      section(`✅ *The audit is whole:* ${counted}, each one in its place and unchanged.`),
      end,
    ])
  }
  const shown = problems.slice(0, mostShown)
  const left = problems.length - shown.length + more
  return message([
    section(`🔴 *The audit was tampered with or damaged* (${counted} looked at):`),
    section(shown.map(({ what }) => `• ${escapeMrkdwn(what)}`).join('\n')),
    ...(left === 0 ? [] : [section(`… and ${left.toLocaleString('en')} more`)]),
    section(
      'Compare these records with their copies in the log of ohmy, and find out who can write to its Redis.',
    ),
    end,
  ])
}

/** What an export holds, for who gets it as a file. */
export function exportedMessage(exported: AuditExport): Message {
  const { records, left } = exported
  if (records === 0) return message([section('The audit has no record of that time.')])
  const rest =
    left === 0 ? '' : ` ${left.toLocaleString('en')} newer ones did not fit: ask for a later \`--since\`.`
  return message([
    section(
      `📄 ${records.toLocaleString('en')} audit records are in your direct messages, as JSON lines.${rest}`,
    ),
  ])
}

/** The lines themselves, for the terminal. They are ASCII, so nothing is changed on the way. */
export function exportedLines({ lines }: AuditExport): Message {
  return message([untrusted(lines.trimEnd())])
}
