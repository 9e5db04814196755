import type { AuditAnchor, AuditExport, AuditVerdict } from '../../../core/audit-record.js'
import type { Message } from '../../../core/message.js'
import { context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn, untrusted } from '../../mrkdwn.js'
import { marks } from '../../marks.js'

const mostShown = 20

/** Whether the chain is whole, and if not, which records are wrong. */
export function verdictMessage(verdict: AuditVerdict): Message {
  const { records, head, problems, more } = verdict
  const counted = `${records.toLocaleString('en')} ${records === 1 ? 'record' : 'records'}`
  const compared = section(comparedWith(verdict))
  const end = context(
    `Newest record: ${head.number}, hash ${code(head.hash === '' ? 'none' : head.hash)}. The log of ohmy has the same beside its number.`,
  )
  if (problems.length === 0) {
    return message([
      section(
        `✅ *The audit is whole, as far as the store shows:* ${counted}, each one in its place and unchanged.`,
      ),
      compared,
      end,
    ])
  }
  const shown = problems.slice(0, mostShown)
  const left = problems.length - shown.length + more
  return message([
    section(`${marks.wrong} *The audit was tampered with or damaged* (${counted} looked at):`),
    section(shown.map(({ what }) => `• ${escapeMrkdwn(what)}`).join('\n')),
    ...(left === 0 ? [] : [section(`… and ${left.toLocaleString('en')} more`)]),
    section(
      'Compare these records with their copies in the log of ohmy, and find out who can write to its Redis.',
    ),
    compared,
    end,
  ])
}

/** Who can write to the store can write a whole new chain: what speaks against that, and what nobody compared. */
function comparedWith({ anchors, unread, problems }: AuditVerdict): string {
  const fits = problems.length === 0 ? 'It fits' : 'Compared with'
  const written = anchors.filter(({ from }) => from === 'channel')
  const last = written.at(-1)
  const lines = [
    ...(last === undefined
      ? []
      : [
          `${fits} ${written.length === 1 ? 'the anchor' : `${written.length.toLocaleString('en')} anchors, the newest`} of ${dayOf(last)} in the audit channel: record ${last.number.toLocaleString('en')}.`,
        ]),
    ...anchors.flatMap(({ from, number }) =>
      from === 'given' ? [`${fits} the hash that you gave of record ${number.toLocaleString('en')}.`] : [],
    ),
    ...(unread === undefined ? [] : [escapeMrkdwn(unread)]),
  ]
  if (lines.length > 0) return lines.join('\n')
  return 'Nothing outside the store was compared: give a record of the log with `--anchor <number>:<hash>`, or set `channels.audit`.'
}

function dayOf({ at }: AuditAnchor): string {
  return at === undefined ? 'an unknown day' : new Date(at).toISOString().slice(0, 10)
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
