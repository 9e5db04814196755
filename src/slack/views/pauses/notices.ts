import type { Message } from '../../../core/message.js'
import { openPauses, type PauseHook, type PauseRecord } from '../../../core/pause.js'
import { settledWords } from '../../../core/pause-words.js'
import type { Zone } from '../../../core/time-zone.js'
import { actions, context, section } from '../../blocks.js'
import { marks } from '../../marks.js'
import { message } from '../../message.js'
import { escapeMrkdwn } from '../../mrkdwn.js'
import { calling, type Mentioned, withOthers } from '../operations/notices.js'
import { decideButtons } from './card.js'
import { stageWords, subject, untilWords } from './words.js'

/** For who may decide: what is asked of them. Its message tells what helps to decide. */
export function pauseNotice(
  record: PauseRecord,
  hooks: readonly PauseHook[],
  to: Mentioned,
  { zone, isReminder }: { readonly zone: Zone; readonly isReminder: boolean },
): Message {
  const waiting = hooks.filter(({ state }) => state === 'waiting')
  const [first] = waiting
  const sign = isReminder ? '⏰' : '✋'
  const waits = isReminder ? 'still waits' : 'waits'
  const stage = first === undefined ? '' : `, ${stageWords(first.stage)}`
  return message([
    section(`${sign} ${calling(to)}*${subject(record)} ${waits} for a decision:* may its deployment go on?`),
    context(`${first === undefined ? '' : untilWords(first, zone)}${stage}${withOthers(to)} · ${record.id}`),
    ...waiting.map((hook, index) =>
      actions(decideButtons(record, hook, waiting.length === 1 ? '' : ` ${index + 1}`)),
    ),
  ])
}

/** In the place of it, once nobody is asked any more. */
export function settledPauseNotice(record: PauseRecord, hooks: readonly PauseHook[]): Message {
  const words = [...new Set(hooks.map(settledWords))].map(escapeMrkdwn).join(' ')
  const sign =
    openPauses(record).length === 0 && hooks.every(({ state }) => state === 'continued') ? '☑️' : marks.resting
  return message([section(`${sign} *${subject(record)}* — ${words}`), context(record.id)])
}
