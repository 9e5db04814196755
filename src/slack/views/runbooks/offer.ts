import type { Button, KnownBlock } from '@slack/types'
import { cutPlain } from '../../../core/cut.js'
import { lineOf } from '../../../core/line.js'
import type { RunbookOffer } from '../../../core/runbook-offer.js'
import { context } from '../../blocks.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { sayButton } from '../../say.js'

/** Which runbook fits, and why, in a quiet line. @param typed with the line that begins it, where nobody could press a button */
export function offerReason({ title, reason, line }: RunbookOffer, typed = false): KnownBlock {
  const begin = typed ? ` Begin it with ${code(`/ohmy ${lineOf(line)}`)}.` : ''
  return context(`Runbook *${escapeMrkdwn(title)}* ${escapeMrkdwn(reason)}.${begin}`)
}

export function offerButton({ title, line }: RunbookOffer, style?: 'primary'): Button {
  const text = cutPlain(`Runbook: ${title}`, 75)
  return sayButton(line, { text, ...(style === undefined ? {} : { style }) })
}
