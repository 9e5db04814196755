import type { Message } from '../../../core/message.js'
import type { RunRecord } from '../../../core/run.js'
import { section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'

/** Runs that are open or ended lately, newest first. */
export function runsMessage(runs: readonly RunRecord[]): Message {
  if (runs.length === 0) return message([section('No runbook was walked in the last seven days.')])
  return message([
    section(
      runs
        .slice(0, 20)
        .map(
          ({ id, runbook, state, lead, environment }) =>
            `${code(id)} *${escapeMrkdwn(runbook.title)}*${environment === undefined ? '' : ` in ${escapeMrkdwn(environment)}`} — ${state} · ${escapeMrkdwn(lead.name)}`,
        )
        .join('\n'),
    ),
  ])
}
