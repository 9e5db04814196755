import type { Reply } from '../../../core/message.js'
import { section } from '../../blocks.js'
import { message } from '../../message.js'

/** To whoever edited a message that is a request: it is taken once, as it was sent. */
export function editedMessage(): Reply {
  const words =
    '✏️ An edited message is not run again, so nothing was started. Write a new message for another request.'
  return {
    message: message([section(words)]),
    data: { error: 'message-edited' },
    shownTo: 'caller',
    failed: 'refused',
  }
}
