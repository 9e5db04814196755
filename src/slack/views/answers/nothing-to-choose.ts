import type { Message } from '../../../core/message.js'
import { section } from '../../blocks.js'
import { message } from '../../message.js'
import { escapeMrkdwn } from '../../mrkdwn.js'

/** In the place of a form whose only answer cannot be given: `Nothing is locked.` */
export function nothingToChoose(none: string): Message {
  return message([section(escapeMrkdwn(none))])
}
