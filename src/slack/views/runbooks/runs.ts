import type { KnownBlock } from '@slack/types'
import type { Message } from '../../../core/message.js'
import { isRunEnded, type RunRecord } from '../../../core/run.js'
import { currentStep } from '../../../core/run-steps.js'
import { cutPlain } from '../../../core/cut.js'
import { context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { sayMenu } from '../../say.js'
import { standOf } from './run-stand.js'
import { type When, moment } from '../alarms/words.js'

const openShown = 12
const endedShown = 10
const inOneSection = 5

/** Runs that are open, then those that ended lately; the newest first. */
export function runsMessage(
  runs: readonly RunRecord[],
  { buttons, isAll, ...when }: When & { readonly buttons: boolean; readonly isAll: boolean },
): Message {
  const open = runs.filter(({ state }) => !isRunEnded(state))
  const ended = runs.filter(({ state }) => isRunEnded(state))
  if (runs.length === 0)
    return message([
      section('*No runbook is being walked*, and none was in the last seven days.'),
      context(`${code('/ohmy runbook')} lists them`),
      ...(isAll ? [] : [olderLeftOut()]),
    ])
  const shown = [...open.slice(0, openShown), ...ended.slice(0, endedShown)]
  const left = runs.length - shown.length
  const menu = buttons
    ? sayMenu(
        'Show one …',
        shown.map(({ id, runbook, environment }) => ({
          text: cutPlain(
            [runbook.title, environment, id].filter((part) => part !== undefined).join(' · '),
            75,
          ),
          line: { verb: 'runbook', words: ['show', id] },
        })),
      )
    : undefined
  const head =
    open.length === 0
      ? '*No runbook is being walked*'
      : `*${open.length === 1 ? '1 runbook is' : `${open.length} runbooks are`} being walked*`
  return message([
    section(head, menu === undefined ? {} : { accessory: menu }),
    ...sections(open.slice(0, openShown), when),
    ...(ended.length === 0
      ? []
      : [section('*Ended in the last seven days*'), ...sections(ended.slice(0, endedShown), when)]),
    ...(left > 0 ? [context(`… and ${left} more: name an environment`)] : []),
    ...(isAll ? [] : [olderLeftOut()]),
  ])
}

/** There are more runs than one question looks through. */
export function olderLeftOut(): KnownBlock {
  return context('Older ones are not in this: there are too many runs to look through them all')
}

function sections(runs: readonly RunRecord[], when: When) {
  const lines = runs.map((run) => lineOf(run, when))
  return Array.from({ length: Math.ceil(lines.length / inOneSection) }, (_, index) =>
    section(lines.slice(index * inOneSection, (index + 1) * inOneSection).join('\n')),
  )
}

function lineOf(record: RunRecord, when: When): string {
  const { id, runbook, environment, service, lead, mode, startedAt } = record
  const { emoji, words } = standOf(record)
  const on = [service, environment].filter((part) => part !== undefined).join(' in ')
  const at = currentStep(record)
  const where = at === undefined ? '' : ` at “${escapeMrkdwn(cutPlain(at.step.title, 60))}”`
  return [
    `${emoji} *${escapeMrkdwn(cutPlain(runbook.title, 80))}*${on === '' ? '' : ` · ${escapeMrkdwn(on)}`} — ${words}${isRunEnded(record.state) ? '' : where}`,
    mode === 'real' ? '' : mode === 'drill' ? 'drill' : 'dry walk',
    `${escapeMrkdwn(cutPlain(lead.name, 40))}, begun ${moment(startedAt, when)}`,
    id,
  ]
    .filter((part) => part !== '')
    .join(' · ')
}
