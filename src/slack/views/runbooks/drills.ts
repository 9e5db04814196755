import { formatDuration } from '../../../core/duration.js'
import type { Message } from '../../../core/message.js'
import type { RunRecord } from '../../../core/run.js'
import { section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'

/** How long drills took, by quarter, newest first. */
export function drillsMessage(drills: readonly RunRecord[], _timeZone: string): Message {
  if (drills.length === 0) return message([section('Nothing was practised yet.')])
  const quarters = new Map<string, RunRecord[]>()
  for (const drill of drills) {
    const quarter = quarterOf(drill.startedAt)
    quarters.set(quarter, [...(quarters.get(quarter) ?? []), drill])
  }
  return message(
    [...quarters].map(([quarter, of]) => section([`*${quarter}*`, ...of.map(drillLine)].join('\n'))),
  )
}

function quarterOf(at: number): string {
  const date = new Date(at)
  return `${date.getUTCFullYear()} Q${Math.floor(date.getUTCMonth() / 3) + 1}`
}

function drillLine({ id, runbook, startedAt, endedAt, state, caller }: RunRecord): string {
  const took = endedAt === undefined ? 'open' : formatDuration(endedAt - startedAt)
  return `${escapeMrkdwn(runbook.title)} — ${state} · ${took} · ${escapeMrkdwn(caller.name)} · ${code(id)}`
}
