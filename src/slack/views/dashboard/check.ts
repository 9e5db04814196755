import type { KnownBlock } from '@slack/types'
import type { DashboardCheck, DashboardFinding } from '../../../core/dashboard.js'
import type { Message } from '../../../core/message.js'
import { context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { checkButtons } from './buttons.js'
import { bold, counted, wording } from './words.js'

export interface DashboardCheckOptions {
  readonly askedBy?: string
  readonly buttons: boolean
}

const mostFindings = 12

/** Which widgets show nothing, why, and what would put them right. */
export function dashboardCheckMessage(check: DashboardCheck, options: DashboardCheckOptions): Message {
  const { environment, name, findings, notes, template } = check
  const shown = findings.slice(0, mostFindings)
  const more = findings.length - shown.length
  const repair =
    template === undefined || findings.length === 0
      ? []
      : [
          section(
            `To put it right: ${code(`/ohmy dashboard apply ${template} ${environment}`)} (add ${code('--dry-run')} to see what it would change)`,
          ),
        ]
  const quiet = [
    ...notes.map(wording),
    ...(options.askedBy === undefined ? [] : [`Asked by ${escapeMrkdwn(options.askedBy)}`]),
  ]
  const blocks: KnownBlock[] = [
    section(`${headline(check)}\n${code(name)} in ${escapeMrkdwn(environment)}`),
    ...shown.map((finding) => section(findingText(finding))),
    ...(more > 0 ? [section(`and ${counted(more, 'finding')} more`)] : []),
    ...repair,
    ...(quiet.length === 0 ? [] : [context(...quiet.slice(0, 8))]),
    ...(options.buttons ? [checkButtons(environment, name)] : []),
  ]
  return message(blocks)
}

function headline({ findings, widgets, metrics }: DashboardCheck): string {
  const wrong = new Set(findings.map(({ widget }) => widget)).size
  if (wrong > 0) return `⚠️ *${wrong} of ${counted(widgets, 'widget')} ${wrong === 1 ? 'is' : 'are'} wrong*`
  if (metrics === 0) return '📊 *There is no metric to check*'
  return `✅ *${metrics === 1 ? 'Its one metric exists' : `All ${metrics} metrics exist`}*`
}

function findingText({ widget, what, fix }: DashboardFinding): string {
  const then = fix.length === 0 ? '' : `; ${wording(fix)}`
  return `${bold(widget)}\n${wording(what)}${then}.`
}
