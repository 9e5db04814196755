import type { Reply } from '../../core/message.js'
import { section } from '../blocks.js'
import { message } from '../message.js'

/** A button whose value is not ours: from an older release, or tampered with. */
export function unreadable(): Reply {
  const words = 'This button is not valid any more, so nothing was done. Type the command again.'
  return {
    message: message([section(`⚠️ ${words}`)]),
    data: { error: 'button-unreadable' },
    shownTo: 'caller',
    failed: 'refused',
  }
}
