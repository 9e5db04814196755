import type { KnownBlock } from '@slack/types'
import type { SurroundingLines } from '../../../core/logs.js'
import { createZone } from '../../../core/time-zone.js'
import { context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { escapeMrkdwn, untrusted } from '../../mrkdwn.js'
import type { LogsMessageOptions, LogsShown } from './logs.js'
import { logsFile } from './file.js'
import { endOfTrace, type LinesRoom, roomInSlack, showLines } from './lines.js'
import { foldedChecks, momentsOf, shortTask } from './words.js'

/** What stood around one moment, oldest first, with a mark at the moment; what a trace says in full below. */
export function aroundMessage(around: SurroundingLines, options: LogsMessageOptions = {}): LogsShown {
  const zone = createZone(around.zone)
  const moment = momentsOf(zone, around.at)
  const room: LinesRoom = { ...(options.room ?? roomInSlack), lines: around.lines.length }
  const marked = around.lines.find(({ at }) => at >= around.moment)
  const shown = showLines(around.lines, zone, room, (line) => line === marked)
  const subject = `${escapeMrkdwn(around.service)} in ${escapeMrkdwn(around.environment)}`
  const task = around.task === undefined ? 'all tasks' : `task ${escapeMrkdwn(shortTask(around.task))}`
  const trace = marked !== undefined && marked.whole.includes('\n') ? marked.whole : undefined
  const blocks: KnownBlock[] = [
    section(`🔎 *Around ${moment(around.moment)}: ${subject}*, ${task}`),
    ...(around.lines.length === 0
      ? [section('Nothing was written within half an hour of it.')]
      : [untrusted(shown.text)]),
    ...(trace === undefined ? [] : [context('*The marked line in full*'), untrusted(endOfTrace(trace))]),
    context(
      [
        ...(options.askedBy === undefined ? [] : [`Asked by ${escapeMrkdwn(options.askedBy)}`]),
        ...foldedChecks(around.healthChecks),
        `oldest first · times of ${escapeMrkdwn(around.zone)}`,
        escapeMrkdwn(around.logGroup),
      ].join(' · '),
    ),
  ]
  const files =
    options.file === 'always' && around.lines.length > 0 ? [logsFile(around, around.lines, zone)] : []
  return { message: message(blocks), files }
}
