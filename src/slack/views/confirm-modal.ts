import type { ModalView } from '@slack/types'
import type { Place } from '../../core/caller.js'
import type { OperationRecord } from '../../core/operation.js'
import { section } from '../blocks.js'
import { fitView } from '../limits.js'
import { code, escapeMrkdwn } from '../mrkdwn.js'

/** Asks for the word of a plan's confirmation. */
export function confirmModal(record: OperationRecord, place: Place | undefined): ModalView {
  const { word = '', because = '' } = record.plan.confirmation ?? {}
  return fitView({
    type: 'modal',
    callback_id: 'confirm-operation',
    private_metadata: JSON.stringify({ operation: record.id, word, place: place ?? record.place }),
    title: { type: 'plain_text', text: 'Are you sure?' },
    submit: { type: 'plain_text', text: 'Confirm' },
    close: { type: 'plain_text', text: 'Not now' },
    blocks: [
      section(`*${escapeMrkdwn(record.plan.summary)}*\n${escapeMrkdwn(because)}`),
      {
        type: 'input',
        block_id: 'word',
        label: { type: 'plain_text', text: 'Type the name of the service to confirm' },
        hint: { type: 'plain_text', text: word },
        element: { type: 'plain_text_input', action_id: 'word', focus_on_load: true },
      },
      section(`Nothing happens until you type ${code(word)}.`),
    ],
  })
}
