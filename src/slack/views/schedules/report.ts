import type { KnownBlock } from '@slack/types'
import {
  type Schedule,
  type ScheduleFinding,
  type ScheduleReport,
  type ScheduleRun,
  workTitles,
} from '../../../core/schedule.js'
import { cutPlain } from '../../../core/cut.js'
import type { Message } from '../../../core/message.js'
import { formatMoment } from '../../../core/moment.js'
import type { Zone } from '../../../core/time-zone.js'
import { listed } from '../../../core/wording.js'
import { context, section } from '../../blocks.js'
import { marks } from '../../marks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn, untrusted } from '../../mrkdwn.js'
import { sayButton } from '../../say.js'

/** In full; what is less urgent than these is counted. */
const findingsShown = 10
/** Where there are more findings, log lines and reasons would push them off the screen. */
const linesWith = 3
const linesShown = 3
const longestFine = 600
/** A message that comes later than this after its time says when it was due (ms). */
const punctual = 5 * 60_000

const markOf: Readonly<Record<ScheduleFinding['mark'], string>> = {
  bad: marks.wrong,
  attention: marks.attention,
  unknown: marks.unknown,
}

/** One message that came by itself: what is not well with what leads on, and what is well in one line. */
export function scheduledMessage(
  {
    schedule,
    run,
    report,
  }: { readonly schedule: Schedule; readonly run: ScheduleRun; readonly report: ScheduleReport },
  { zone, now }: { readonly zone: Zone; readonly now: number },
): Message {
  const { findings, fine, facts = [] } = report
  const shown = findings.slice(0, findingsShown)
  const left = findings.length - shown.length
  const blocks: KnownBlock[] = [
    section(`${headMark(report)} *${workTitles[report.what]}* — ${verdict(report)}`),
    ...shown.flatMap((finding) => findingBlocks(finding, findings.length <= linesWith)),
    ...(left === 0 ? [] : [context(`and ${left} more`)]),
    ...(facts.length === 0 ? [] : [section(facts.map((fact) => `• ${escapeMrkdwn(fact)}`).join('\n'))]),
    ...(fine.length === 0
      ? []
      : [context(`${marks.fine} ${escapeMrkdwn(cutPlain(fine.join(' · '), longestFine))}`)]),
    context(footer(schedule, run, zone, now)),
  ]
  return message(blocks)
}

/** In the place of one that could not be made. */
export function scheduleFailedMessage(
  schedule: Schedule,
  run: ScheduleRun,
  { zone, now }: { readonly zone: Zone; readonly now: number },
): Message {
  const again = sayButton({ verb: 'schedule', words: ['run', schedule.name] }, { text: 'Try again' })
  return message([
    section(
      `${marks.unknown} *${workTitles[schedule.what]}* — could not be made: ${escapeMrkdwn(run.failure ?? 'nobody knows why')}`,
      { accessory: again },
    ),
    context(footer(schedule, run, zone, now)),
  ])
}

function headMark({ findings: [first] }: ScheduleReport): string {
  return first === undefined ? marks.fine : markOf[first.mark]
}

/** `2 things are wrong, 1 worth a look · production` */
function verdict({ findings, environments, headline }: ScheduleReport): string {
  if (headline !== undefined && findings.length === 0) return escapeMrkdwn(headline)
  const where = escapeMrkdwn(listed(environments, 'and'))
  const count = (mark: ScheduleFinding['mark']) => findings.filter((finding) => finding.mark === mark).length
  const [bad, attention, unknown] = [count('bad'), count('attention'), count('unknown')]
  const words = [
    ...(bad === 0 ? [] : [bad === 1 ? '1 thing is wrong' : `${bad} things are wrong`]),
    ...(attention === 0 ? [] : [`${attention} worth a look`]),
    ...(unknown === 0 ? [] : [`${unknown} could not be looked at`]),
  ]
  return `${words.length === 0 ? 'all is well' : words.join(', ')} · ${where}`
}

function findingBlocks(finding: ScheduleFinding, withLines: boolean): readonly KnownBlock[] {
  const { mark, subject, topic, says, lines = [], button } = finding
  const text = `${markOf[mark]} *${escapeMrkdwn(subject)}* · ${escapeMrkdwn(topic)}: ${escapeMrkdwn(says)}`
  const accessory = button === undefined ? undefined : sayButton(button.line, { text: button.text })
  const shown = withLines ? lines.slice(0, linesShown) : []
  return [
    section(text, accessory === undefined ? {} : { accessory }),
    ...(shown.length === 0 ? [] : [untrusted(shown.join('\n'))]),
  ]
}

function footer({ name }: Schedule, { due, by }: ScheduleRun, zone: Zone, now: number): string {
  if (by !== undefined) return `Schedule ${code(name)} · ${escapeMrkdwn(by.name)} asked for it`
  const late = now - due > punctual ? ` · due ${formatMoment(due, zone, now)}, ohmy was not running then` : ''
  return `Schedule ${code(name)}${late}`
}
