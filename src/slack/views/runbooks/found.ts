import { cutPlain } from '../../../core/cut.js'
import type { Message } from '../../../core/message.js'
import type { Runbook } from '../../../core/runbook.js'
import { context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { sayButton } from '../../say.js'

const mostShown = 6

/** The runbooks that say most about what was searched for, each with why. */
export function foundRunbooksMessage(
  words: string,
  found: readonly { readonly runbook: Runbook; readonly reason: string }[],
  { buttons }: { readonly buttons: boolean },
): Message {
  const asked = code(cutPlain(words, 150))
  if (found.length === 0)
    return message([
      section(`*No runbook says anything about* ${asked}`),
      context(`Try fewer words, or the name of the error alone · ${code('/ohmy runbook')} lists all`),
    ])
  const left = found.length - mostShown
  return message([
    section(`*For* ${asked}`),
    ...found
      .slice(0, mostShown)
      .map(({ runbook: { id, title }, reason }) =>
        section(
          `*${escapeMrkdwn(title)}*${buttons ? '' : ` · ${code(id)}`}\n${escapeMrkdwn(cutPlain(reason, 300))}`,
          buttons ? { accessory: sayButton({ verb: 'runbook', words: ['show', id] }, { text: 'Open' }) } : {},
        ),
      ),
    ...(left > 0 ? [context(`… and ${left} more that say less about it`)] : []),
  ])
}
