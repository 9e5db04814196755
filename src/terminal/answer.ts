import type { Message } from '../core/message.js'
import { emphasised, painted } from './emphasis.js'
import { onScreen, type TerminalIo } from './io.js'

/** A message as the screen shows it. */
export function answerText(message: Message, { colours = false }: Pick<TerminalIo, 'colours'>): string {
  return colours && message.blocks.length > 0
    ? painted(onScreen(emphasised(message.blocks)))
    : onScreen(message.text)
}
