import type { KnownBlock } from '@slack/types'
import type { AlertRecord, AlertState } from '../../../core/alert.js'
import type { Message } from '../../../core/message.js'
import { actions, context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { sayButton } from '../../say.js'
import { moment } from '../alarms/words.js'
import { pagedWords } from './paged.js'
import type { AlertCardOptions } from './options.js'
import { marks } from '../../marks.js'

/** Beyond these nobody reads names. */
const mostNames = 40
const byName = new Intl.Collator('en', { numeric: true })
const order: readonly AlertState[] = ['ringing', 'quiet', 'closed']

/** Many alerts of an environment that began together: how many ring, and which. */
export function stormCard(record: AlertRecord, { zone }: AlertCardOptions): Message {
  const { id, environment, members = [], since, acknowledged, heardAt, status, trouble } = record
  const ringing = members.filter((member) => member.status === 'ringing').length
  const where = escapeMrkdwn(environment)
  const all = members.length.toLocaleString('en')
  const head =
    trouble !== undefined
      ? `❓ *Not followed any more:* a storm of alarms in ${where}. ${escapeMrkdwn(trouble)}`
      : status === 'ringing'
        ? `${marks.wrong} *Storm in ${where}: ${ringing.toLocaleString('en')} more alarms ring*${members.length === ringing ? '' : ` of ${all}`}`
        : `${marks.fine} *The storm in ${where} is over:* all ${all} alarms are good again`
  const when = { zone, now: heardAt }
  const notes = [
    `since ${moment(since, when)}`,
    ...(acknowledged === undefined ? [] : [`✋ ${escapeMrkdwn(acknowledged.by.name)} looks after it`]),
    ...pagedWords(record),
    code(id),
  ]
  return message([
    section(head),
    ...namesOf(record),
    ...(status === 'ringing'
      ? [
          actions([
            ...(acknowledged === undefined
              ? [sayButton({ verb: 'alert', words: ['ack', id] }, { text: 'Ack all', style: 'primary' })]
              : []),
            sayButton({ verb: 'incident', words: ['open'], options: { for: id } }, { text: 'Open incident' }),
            sayButton({ verb: 'alert', words: ['list', environment] }, { text: 'All of them' }),
          ]),
        ]
      : []),
    context(notes.join(' · ')),
  ])
}

function namesOf({ members = [] }: AlertRecord): KnownBlock[] {
  const sorted = members.toSorted(
    (left, right) =>
      order.indexOf(left.status) - order.indexOf(right.status) || byName.compare(left.name, right.name),
  )
  const shown = sorted
    .slice(0, mostNames)
    .map(({ name, status }) => `${status === 'ringing' ? '' : `${marks.fine} `}${code(name)}`)
  const left = sorted.length - shown.length
  if (shown.length === 0) return []
  return [section(`${shown.join(', ')}${left > 0 ? ` and ${left.toLocaleString('en')} more` : ''}`)]
}
