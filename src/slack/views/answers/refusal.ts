import type { Message } from '../../../core/message.js'
import { context, section } from '../../blocks.js'
import { cutPlain } from '../../../core/cut.js'
import { message } from '../../message.js'
import { escapeMrkdwn } from '../../mrkdwn.js'

/** A "no" with its reason, or a line that was not understood. */
export interface RefusalView {
  /** Stable, kebab-case. */
  readonly code: string
  /** What happened, one sentence. */
  readonly what: string
  /** What to do next. */
  readonly next: string
  /** Ready to paste. */
  readonly commands?: readonly string[]
  readonly usage?: string
}

const mostCharacters = 700
/** A longer one cannot be checked at a glance before it is pasted, and cut it would be another command. */
const longestCommand = 200
const mostCommands = 5

/** Backticks are kept as code; everything else in these words is text: nothing in it can mention or link. */
export function refusalView(refusal: RefusalView): Message {
  const commands = (refusal.commands ?? [])
    .map(oneLine)
    .filter((command) => command.length <= longestCommand)
    .slice(0, mostCommands)
    .map((command) => `\`${escapeMrkdwn(command)}\``)
  const usage = refusal.usage === undefined ? [] : [`Usage: \`${escaped(oneLine(refusal.usage))}\``]
  return message([
    section([escaped(refusal.what), escaped(refusal.next), ...commands].join('\n')),
    context([...usage, `\`${escapeMrkdwn(refusal.code)}\``].join('  ·  ')),
  ])
}

function escaped(text: string): string {
  return escapeMrkdwn(cutPlain(text, mostCharacters))
}

function oneLine(text: string): string {
  return text.replace(/`/g, 'ˋ').replace(/\s+/g, ' ').trim()
}
