import type { Message } from '../../../core/message.js'
import type { LayerNow, OnCallChangeOver } from '../../../core/on-call.js'
import { actions, context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { escapeMrkdwn } from '../../mrkdwn.js'
import { sayButton } from '../../say.js'
import { capital } from '../../../core/wording.js'
import type { When } from '../alarms/words.js'
import { at, changeWords } from './words.js'

/** Who is on call, until when, and who is next. Nobody is mentioned. */
export function onCallMessage(layers: readonly LayerNow[], when: When): Message {
  const [first, ...others] = layers.map((layer) => layerLines(layer, when))
  return message([
    section(`📟 ${first ?? ''}`),
    ...(others.length === 0 ? [] : [section(others.join('\n'))]),
    context(`Times are those of ${escapeMrkdwn(when.zone.name)}.`),
    actions([sayButton({ verb: 'oncall', words: ['next'] }, { text: 'Next four weeks' })]),
  ])
}

function layerLines({ layer, turn, next }: LayerNow, when: When): string {
  const then =
    next === undefined
      ? 'nobody else takes turns'
      : `until ${at(turn.until, when)}, then ${escapeMrkdwn(next.name)}`
  return `*${escapeMrkdwn(capital(layer))}:* *${escapeMrkdwn(turn.name)}*${changeWords(turn)} ${then}`
}

/** Every hand-over of the next weeks: one line each. */
export function comingMessage(changeOvers: readonly OnCallChangeOver[], when: When): Message {
  const lines = changeOvers.map(({ at: from, layers }, index) => {
    const people = layers.map(
      (turn) => `${escapeMrkdwn(turn.layer)} *${escapeMrkdwn(turn.name)}*${changeWords(turn)}`,
    )
    return `${index === 0 ? '*Now*' : at(from, when)} — ${people.join(', ')}`
  })
  return message([
    section('📟 *On call in the next four weeks*'),
    ...inSections(lines),
    context(`Times are those of ${escapeMrkdwn(when.zone.name)}.`),
  ])
}

/** Slack folds a long section after a few lines; a year of weekly changes is no message. */
const linesInSection = 10

function inSections(lines: readonly string[]) {
  return Array.from({ length: Math.ceil(lines.length / linesInSection) }, (_, index) =>
    section(lines.slice(index * linesInSection, (index + 1) * linesInSection).join('\n')),
  )
}
