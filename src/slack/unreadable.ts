import type { Reply } from '../core/message.js'
import { section } from './blocks.js'
import { message } from './message.js'

const code = 'button-unreadable'

/** A button or a value that is not ours: from an older release, or tampered with. */
export function unreadable(): Reply {
  return refusal(code, 'This button is not valid any more, so nothing was done. Type the command again.')
}

export function isUnreadable({ data }: Reply): boolean {
  return typeof data === 'object' && data !== null && 'error' in data && data['error'] === code
}

/** Slack or the store did not answer before anything was asked for. */
export function interrupted(): Reply {
  return refusal(
    'click-interrupted',
    'Slack or the store did not answer, so nothing came of this click. Click again in a moment.',
  )
}

function refusal(error: string, words: string): Reply {
  return {
    message: message([section(`⚠️ ${words}`)]),
    data: { error },
    shownTo: 'caller',
    failed: 'refused',
  }
}
