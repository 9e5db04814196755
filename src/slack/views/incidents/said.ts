import type { KnownBlock } from '@slack/types'
import type { IncidentRecord } from '../../../core/incident.js'
import type { Message } from '../../../core/message.js'
import { context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { quoteOf, statusOf } from './incident-words.js'
import { marks } from '../../marks.js'

const says: Readonly<Record<string, string>> = {
  update: '📣 *Update*',
  note: '📝 Noted',
  task: '☐ *Task*',
  'task done': '☑ *Task done*',
  severity: '🔺 *Severity*',
  reopen: '🔁 *Reopened*',
  merge: '↪️ *Merged*',
}

/** What somebody said to an incident, as everybody there reads it: one line. The header has the rest. */
export function saidMessage(record: IncidentRecord, kind: string): Message {
  const entry = record.entries.at(-1)
  const who = escapeMrkdwn(entry?.by?.name ?? '')
  const blocks = blocksFor(record, kind, who, entry?.text ?? '')
  return message([...blocks, ...(kind === 'note' ? [context(code(record.id))] : [])])
}

function blocksFor(record: IncidentRecord, kind: string, who: string, text: string): readonly KnownBlock[] {
  if (kind === 'archive') return [section('🗄️ The channel is archived.')]
  if (kind === 'keep') return [section(`📌 *${escapeMrkdwn(record.keptBy?.name ?? '')}* keeps this channel`)]
  if (kind === 'role') return [section(`👤 *${who}* ${escapeMrkdwn(text)}`)]
  if (kind === 'status') return [section(`➡️ *${statusOf(record)}* — ${who}`)]
  if (kind === 'resolve') return [section(`${marks.fine} *${statusOf(record)}* — ${who}`), quoteOf(text)]
  const what = says[kind] ?? ''
  if (kind === 'update' || kind === 'note' || kind === 'task' || kind === 'task done' || kind === 'reopen')
    return [section(`${what} — ${who}`), quoteOf(text)]
  return [section(`${what}: ${escapeMrkdwn(text)} — ${who}`)]
}
