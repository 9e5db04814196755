import type { ModalView } from '@slack/types'
import type { Place } from '../../core/caller.js'
import type { OperationRecord } from '../../core/operation.js'
import { section } from '../blocks.js'
import { fitView } from '../limits.js'
import { escapeMrkdwn } from '../mrkdwn.js'

/** Asks why. @param plan the fingerprint of the plan that was on the screen */
export function rejectModal(record: OperationRecord, plan: string, place: Place | undefined): ModalView {
  return fitView({
    type: 'modal',
    callback_id: 'reject-operation',
    private_metadata: JSON.stringify({ operation: record.id, plan, place: place ?? record.place }),
    title: { type: 'plain_text', text: 'Reject' },
    submit: { type: 'plain_text', text: 'Reject' },
    close: { type: 'plain_text', text: 'Back' },
    blocks: [
      section(`*${escapeMrkdwn(record.plan.summary)}*\nAsked by ${escapeMrkdwn(record.caller.name)}`),
      {
        type: 'input',
        block_id: 'reason',
        label: { type: 'plain_text', text: 'Why not?' },
        hint: { type: 'plain_text', text: 'Everybody who sees the message reads this.' },
        element: { type: 'plain_text_input', action_id: 'reason', multiline: true, max_length: 500 },
      },
    ],
  })
}
