import type { Message } from '../../../core/message.js'
import { section } from '../../blocks.js'
import type { Unanswered } from '../../deliveries/deliveries.js'
import { message } from '../../message.js'
import { escapeMrkdwn } from '../../mrkdwn.js'

const again = {
  command: 'Send it again.',
  mention: 'Write it again.',
  click: 'Click again.',
  modal: 'Open the form again.',
} as const

/** To whom a process that died owes an answer: what became of it, as far as it is known, and what to do. */
export function unansweredMessage({
  about,
  acts,
  answer,
  failed,
}: Omit<Unanswered, 'close' | 'id'>): Message {
  const what = `${named(about)} was taken by a process that ${failed ? 'could not answer' : 'died'}`
  return message([section(`⚠️ ${what}${outcome()}`)])

  function outcome(): string {
    if (answer !== undefined && 'form' in answer)
      return `. If a form has opened, go on with it; otherwise: ${again[about.kind]}`
    if (acts !== 'word') return `; nothing was started. ${again[about.kind]}`
    return ' while it was at work. It may have been done all the same: look before you repeat it.'
  }
}

function named({ kind, said }: Unanswered['about']): string {
  if (kind === 'click') return `Your click on “${escapeMrkdwn(said)}”`
  if (kind === 'modal') return `Your form “${escapeMrkdwn(said)}”`
  return `\`${escapeMrkdwn(said.replaceAll('`', 'ˋ'))}\``
}
