import type { Button, KnownBlock } from '@slack/types'
import { askerName } from '../../../core/caller.js'
import type { CheckResult } from '../../../core/check.js'
import { quoted } from '../../../core/line.js'
import type { Message } from '../../../core/message.js'
import { openPauses, type PauseHook, type PauseRecord, shortHook } from '../../../core/pause.js'
import { endedWords, settledWords } from '../../../core/pause-words.js'
import type { Zone } from '../../../core/time-zone.js'
import { actions, context, section } from '../../blocks.js'
import { marks } from '../../marks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { sayButton } from '../../say.js'
import { moment } from '../alarms/words.js'
import { neededWords, progressWords, stageWords, subject, untilWords } from './words.js'

export interface PauseCardOptions {
  /** The team's, for what Slack cannot show on the reader's own clock. */
  readonly zone: Zone
}

/** A linear deployment may wait before each of twenty shifts: the newest decisions are shown. */
const mostDecisions = 10
const mostChanges = 12

/** A deployment that waited for somebody, as one message that always tells how it stands: what is asked first, then what helps to decide. */
export function pauseCard(record: PauseRecord, options: PauseCardOptions): Message {
  const open = openPauses(record)
  const waiting = open.filter(({ state }) => state === 'waiting')
  return message([
    section(headline(record)),
    ...(open.length === 0 ? [] : whatItBrings(record)),
    ...checkBlocks(record, open.length > 0, options),
    ...again(waiting),
    ...waiting.flatMap((hook, index) => askBlocks(record, hook, { index, of: waiting.length }, options)),
    ...functionBlocks(record, options),
    ...decisionBlocks(record, options),
    context(footer(record, options)),
  ])
}

function headline(record: PauseRecord): string {
  const open = openPauses(record)
  const [first] = open
  const progress = `${progressWords(record)}${first === undefined ? '' : ` · ${stageWords(first.stage)}`}`
  const unread =
    record.unread === undefined
      ? ''
      : `\n${marks.unknown} ECS does not tell how it is now: ${escapeMrkdwn(record.unread.why)}`
  if (open.some(({ state }) => state === 'waiting'))
    return `✋ *${subject(record)} waits for a decision:* may ${versionOf(record)} go on?\n${progress}${unread}`
  if (first !== undefined)
    return `${marks.changing} *${subject(record)} was decided on*, and ECS is being told\n${progress}${unread}`
  const isOwnWord = record.hooks.some((hook) => hook.state === 'went back' && hook.elsewhere === undefined)
  const isPlain = record.state === 'running' || record.state === 'succeeded' || isOwnWord
  const reason = record.reason === undefined || isPlain ? '' : `\nECS says: ${code(record.reason)}`
  const going = record.endedAt === undefined ? `\n${progress}` : ''
  return `${markOf(record)} *${escapeMrkdwn(endedWords(record))}*${going}${reason}${unread}`
}

/** The version that it brings, where that is one other image. */
function versionOf({ changes = [] }: PauseRecord): string {
  const images = changes.filter(({ what }) => what.startsWith('Image'))
  const [image] = images
  return image === undefined || images.length > 1 ? 'its deployment' : escapeMrkdwn(image.to)
}

function markOf({ state, trouble, superseded }: PauseRecord): string {
  if (trouble !== undefined) return marks.unknown
  if (superseded) return marks.resting
  switch (state) {
    case 'running':
      return marks.changing
    case 'going back':
    case 'went back':
      return marks.attention
    case 'stopping':
    case 'stopped':
      return marks.resting
    case 'succeeded':
      return '✅'
    case 'failed to go back':
      return marks.wrong
    case 'gone':
      return marks.unknown
  }
}

function whatItBrings({ changes }: PauseRecord): KnownBlock[] {
  if (changes === undefined) return []
  if (changes.length === 0) return [section('It brings the same version again.')]
  const lines = changes
    .slice(0, mostChanges)
    .map(({ what, from, to }) => `• ${escapeMrkdwn(what)}: ${escapeMrkdwn(from)} → *${escapeMrkdwn(to)}*`)
  const left = changes.length - lines.length
  return [section([...lines, ...(left > 0 ? [`and ${left} more`] : [])].join('\n'))]
}

const resultMarks: Readonly<Record<CheckResult, string>> = {
  pass: marks.fine,
  warn: marks.attention,
  fail: marks.wrong,
  unknown: marks.unknown,
}

function checkBlocks({ checks }: PauseRecord, isOpen: boolean, { zone }: PauseCardOptions): KnownBlock[] {
  if (!isOpen || checks === undefined) return []
  const lines = checks.asked.map(
    ({ title, checked }) =>
      `${resultMarks[checked.result]} ${escapeMrkdwn(title)}: ${escapeMrkdwn(checked.figure)}`,
  )
  return [section(`${lines.join('\n')}\n_as of ${moment(checks.at, { zone, now: checks.at })}_`)]
}

function again(waiting: readonly PauseHook[]): KnownBlock[] {
  return waiting.flatMap((hook) =>
    hook.again === undefined ? [] : [section(`🔁 *${escapeMrkdwn(hook.again)}*`)],
  )
}

/** Who has to decide, until when, what happens then, and the buttons. Several are told apart by the names of their hooks. */
function askBlocks(
  record: PauseRecord,
  hook: PauseHook,
  place: { readonly index: number; readonly of: number },
  { zone }: PauseCardOptions,
): KnownBlock[] {
  const said = hook.decisions.map(({ by }) => escapeMrkdwn(by.name))
  const already =
    said.length === 0 ? '' : `${said.join(' and ')} ${said.length === 1 ? 'says' : 'say'} that it may go on. `
  const which = place.of === 1 ? '' : `*Pause ${place.index + 1} of ${place.of}* · `
  return [
    context(
      `${which}${already}Needs ${neededWords(record, said.length)}, ${untilWords(hook, zone)} · ${code(`--hook ${quoted(shortHook(hook.id))}`)}`,
    ),
    actions(decideButtons(record, hook, place.of === 1 ? '' : ` ${place.index + 1}`)),
  ]
}

/** The buttons name the hook that is shown: another one is not decided on by them. */
export function decideButtons(
  { id }: Pick<PauseRecord, 'id'>,
  hook: Pick<PauseHook, 'id'>,
  which = '',
): Button[] {
  const options = { hook: hook.id }
  return [
    sayButton({ verb: 'continue', words: [id], options }, { text: `Continue${which}`, style: 'primary' }),
    sayButton({ verb: 'go-back', words: [id], options }, { text: 'Go back' }),
  ]
}

/** Functions that ECS asks: nobody can answer for them. */
function functionBlocks({ hooks, endedAt }: PauseRecord, { zone }: PauseCardOptions): KnownBlock[] {
  if (endedAt !== undefined) return []
  return hooks
    .filter(({ kind, state }) => kind === 'AWS_LAMBDA' && state === 'waiting')
    .map((hook) =>
      context(
        `◔ ECS also waits for the function ${code(hook.function ?? 'of a hook')}, ${untilWords(hook, zone)}`,
      ),
    )
}

function decisionBlocks({ hooks }: PauseRecord, { zone }: PauseCardOptions): KnownBlock[] {
  const done = hooks.filter(({ state }) => state !== 'waiting' && state !== 'over')
  const lines = done.map((hook) => {
    const at = hook.decisions.at(-1)?.at ?? hook.settledAt ?? hook.foundAt
    const traffic = hook.traffic === undefined ? '' : `, ${hook.traffic} % of the traffic`
    const what = escapeMrkdwn(settledWords(hook).replace(/[.]$/, ''))
    return `${resultOf(hook)} ${what} · ${moment(at, { zone, now: at })} · ${stageWords(hook.stage)}${traffic}`
  })
  const shown = lines.slice(-mostDecisions)
  const left = lines.length - shown.length
  if (shown.length === 0) return []
  return [context([...(left > 0 ? [`${left} decided before`] : []), ...shown].join('\n'))]
}

function resultOf({ state }: PauseHook): string {
  if (state === 'decided') return '◔'
  return state === 'continued' ? '✓' : '↩'
}

function footer(
  { begunBy, isAskerUnread, createdAt, foundAt, id }: PauseRecord,
  { zone }: PauseCardOptions,
): string {
  const who =
    begunBy === undefined
      ? isAskerUnread
        ? 'Who began it cannot be read now, so it goes on for nobody'
        : 'Not begun by ohmy'
      : `Asked by ${escapeMrkdwn(askerName({ ...begunBy.by, ...begunBy }))} (${begunBy.operation})`
  return `${who} · since ${moment(createdAt, { zone, now: foundAt })} · ${id}`
}
