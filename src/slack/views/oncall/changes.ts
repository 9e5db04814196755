import type { Message } from '../../../core/message.js'
import type { Override, Swap } from '../../../core/on-call.js'
import { actions, context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { sayButton } from '../../say.js'
import type { When } from '../alarms/words.js'
import { at } from './words.js'
import { marks } from '../../marks.js'

/** After `oncall override`: who stands in until when, and who is behind. */
export function overrideMessage(
  override: Override,
  { name, behind }: { readonly name: string; readonly behind: readonly string[] },
  when: When,
): Message {
  const { span, by, reason } = override
  const why = reason === undefined ? '' : ` — ${code(reason)}`
  const twice =
    behind.length === 0
      ? []
      : [
          section(
            `⚠️ ${escapeMrkdwn(name)} is ${escapeMrkdwn(behind.join(', '))} as well: nobody stands behind.`,
          ),
        ]
  return message([
    section(`📟 *${escapeMrkdwn(name)} is ${escapeMrkdwn(span.layer)}* until ${at(span.until, when)}${why}`),
    ...twice,
    context(
      `Said by ${escapeMrkdwn(by.name)} · A later word counts instead: ${code('/ohmy oncall override @person until 18:00')}`,
    ),
  ])
}

const heads = {
  asked: '🔁 *Will you swap?*',
  agreed: '✅ *Swapped*',
  declined: `${marks.resting} *Not swapped*`,
} as const

/** A swap as it stands: who takes what, and the two answers while it is open. `names` by Slack id. */
export function swapMessage(swap: Swap, when: When): Message {
  const { by, with: other, state, spans, id } = swap
  const nameOf = (person: string) => (person === by.id ? by.name : other.name)
  const times = new Map<string, string[]>()
  for (const { layer, person, from, until } of spans.toSorted((left, right) => left.from - right.from)) {
    if (from >= until) continue
    const time = `${at(from, when)} – ${at(until, when)}`
    const place = `${escapeMrkdwn(layer)} *${escapeMrkdwn(nameOf(person))}*`
    times.set(time, [...(times.get(time) ?? []), place])
  }
  const lines = [...times].map(([time, places]) => `${time} — ${places.join(', ')}`)
  const stands = {
    asked: `${escapeMrkdwn(by.name)} asks; ${escapeMrkdwn(other.name)} has to agree`,
    agreed: `Asked by ${escapeMrkdwn(by.name)}, agreed by ${escapeMrkdwn(other.name)}`,
    declined: `Asked by ${escapeMrkdwn(by.name)}; the rotation stays as it was`,
  }
  return message([
    section(`${heads[state]} ${escapeMrkdwn(by.name)} ↔ ${escapeMrkdwn(other.name)}`),
    section(lines.join('\n')),
    ...(state === 'asked'
      ? [
          actions([
            sayButton(
              { verb: 'oncall', words: ['agree', id] },
              { text: 'Agree', style: 'primary', answers: 'replace' },
            ),
            sayButton({ verb: 'oncall', words: ['decline', id] }, { text: 'Decline', answers: 'replace' }),
          ]),
        ]
      : []),
    context(`${stands[state]} · ${id}`),
  ])
}
