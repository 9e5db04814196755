import type { Message } from '../core/message.js'
import { emphasised, painted } from './emphasis.js'
import { onScreen, type TerminalIo } from './io.js'

/** A line that an answer proposes, as code; what others wrote stands in fences or without. */
const proposed = /(?<!`)`\/ohmy (?=[a-z])/g

/** A message as the screen shows it. What it proposes to say is said in a terminal without Slack's slash. */
export function answerText(message: Message, { colours = false }: Pick<TerminalIo, 'colours'>): string {
  if (!colours || message.blocks.length === 0) return withoutSlash(onScreen(message.text))
  return painted(withoutSlash(onScreen(emphasised(message.blocks))))
}

function withoutSlash(text: string): string {
  return text.replace(proposed, '`ohmy ')
}
