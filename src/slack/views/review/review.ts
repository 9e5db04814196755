import type { KnownBlock } from '@slack/types'
import { shortDay } from '../../../core/calendar.js'
import type { Message } from '../../../core/message.js'
import type { Review, ReviewFact, ReviewResult } from '../../../core/security-review.js'
import { actions, context, folded, section } from '../../blocks.js'
import { marks } from '../../marks.js'
import { message } from '../../message.js'
import { escapeMrkdwn, link, withAges } from '../../mrkdwn.js'
import { sayButton } from '../../say.js'

const markOf: Readonly<Record<ReviewResult, string>> = {
  attention: marks.attention,
  skip: marks.unknown,
  fine: marks.fine,
}
const subjects: Readonly<Record<Review['of'], string>> = { security: 'security', backups: 'backups' }

export interface ReviewMessageOptions {
  readonly askedBy: string
  readonly buttons: boolean
}

/** What a review found: first what somebody has to look at, then what nobody could read; what is fine is folded. */
export function reviewMessage(review: Review, { askedBy, buttons }: ReviewMessageOptions): Message {
  const { facts, environment, of, since, until } = review
  const fine = facts.filter(({ result }) => result === 'fine')
  const others = facts.filter(({ result }) => result !== 'fine')
  const days =
    of === 'security'
      ? `Of ${dayWords(since)} to ${dayWords(until)} (UTC). Facts and no verdict: somebody has to know them. `
      : ''
  const blocks: KnownBlock[] = [
    section(headline(review)),
    ...others.map((fact) => section(factText(fact))),
    ...(fine.length === 0
      ? []
      : [
          folded(`${fine.length} of ${facts.length} ${fine.length === 1 ? 'is' : 'are'} fine`, [
            section(fine.map(factText).join('\n')),
          ]),
        ]),
    context(`${days}Asked by ${escapeMrkdwn(askedBy)}`),
  ]
  if (!buttons) return message(blocks)
  const again = sayButton(
    { verb: 'review', words: [of, environment] },
    { text: 'Look again', answers: 'replace' },
  )
  return message([...blocks, actions([again])])
}

function headline({ environment, of, facts }: Review): string {
  const count = (result: ReviewResult) => facts.filter((fact) => fact.result === result).length
  const [attention, skip] = [count('attention'), count('skip')]
  const what = `${escapeMrkdwn(environment)}: ${subjects[of]}`
  const unread = skip === 0 ? '' : `, ${skip} could not be read`
  if (attention > 0)
    return `${marks.attention} *${what}* — ${attention} of ${facts.length} to look at${unread}.`
  if (skip > 0)
    return `${marks.unknown} *${what}* — ${skip} of ${facts.length} could not be read; nothing stands out in the others.`
  return `${marks.fine} *${what}* — nothing stands out in all ${facts.length}.`
}

function factText({ result, topic, says, lines = [], link: place }: ReviewFact): string {
  const word = result === 'skip' ? 'SKIP ' : ''
  const where = place === undefined ? '' : ` · ${link(place.url, place.label)}`
  return [
    `${markOf[result]} ${word}*${escapeMrkdwn(topic)}*: ${withAges(says)}${where}`,
    ...lines.map((line) => `      ${escapeMrkdwn(line)}`),
  ].join('\n')
}

function dayWords(at: number): string {
  return shortDay(new Date(at).toISOString().slice(0, 10))
}
