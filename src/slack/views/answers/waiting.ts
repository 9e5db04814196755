import type { Message } from '../../../core/message.js'
import { context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'

/** In the place of an answer that takes a while. @param said what was asked, without secrets */
export function waitingMessage(said: string, askedBy: string): Message {
  return message([section('⏳ Asking AWS …'), context(`${code(said)} · asked by ${escapeMrkdwn(askedBy)}`)])
}
