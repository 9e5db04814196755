import type { Message } from '../../../core/message.js'
import type { Offer } from '../../../core/user-error.js'
import { actions, context, section } from '../../blocks.js'
import { cutPlain } from '../../../core/cut.js'
import { maskSecrets } from '../../../core/mask.js'
import { message } from '../../message.js'
import { escapeMrkdwn, withAges } from '../../mrkdwn.js'
import { sayButton } from '../../say.js'

/** A "no" with its reason, or a line that was not understood. */
export interface RefusalView {
  /** Stable, kebab-case. */
  readonly code: string
  /** What happened, one sentence. */
  readonly what: string
  /** What to do next. */
  readonly next: string
  /** Ready to paste, with the prompt. */
  readonly commands?: readonly string[]
  /** How it may look, with the prompt: to be read, not to be pressed. */
  readonly examples?: readonly string[]
  /** Ready to press. */
  readonly offers?: readonly Offer[]
  readonly usage?: string
  /** What may be said for what is missing, as it is now. Untrusted. */
  readonly lists?: readonly { readonly label: string; readonly lines: readonly string[] }[]
}

const mostCharacters = 700
/** A longer one cannot be checked at a glance before it is pasted, and cut it would be another command. */
const longestCommand = 200
const mostCommands = 5
/** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
const longestButton = 75
const longestLine = 2_000

/**
 * Backticks are kept as code; everything else in these words is text: nothing in it can mention or link. What can be said right away is a button. The usage stands
 * there only where nothing better is suggested; the code is for the terminal's data and the log.
 */
export function refusalView(refusal: RefusalView): Message {
  const commands = (refusal.commands ?? [])
    .map(oneLine)
    .filter((command) => command.length <= longestCommand)
    .slice(0, mostCommands)
  const examples = (refusal.examples ?? []).map(oneLine)
  const shown = [...commands, ...examples].map((command) => `\`${escapeMrkdwn(command)}\``)
  const lines = commands.map(withoutPrompt).filter((line) => !/[<>…]/.test(line))
  const suggested = lines.map((line) => ({ text: lines.length === 1 ? 'Run it' : line, line }))
  const buttons = [...(refusal.offers ?? []), ...suggested]
    .filter(({ text, line }) => text.length <= longestButton && line.length <= longestLine)
    // A button's line is sent to Slack as it is, and masked it would be another line.
    .filter(({ line }) => maskSecrets(line) === line)
    .slice(0, mostCommands)
    .map(({ text, line }) => sayButton(line, { text }))
  const usage =
    refusal.usage === undefined || shown.length > 0 || buttons.length > 0
      ? []
      : [context(`Usage: \`${escaped(oneLine(refusal.usage))}\``)]
  return message([
    section(
      [escaped(refusal.what), escaped(refusal.next), ...shown].filter((line) => line !== '').join('\n'),
    ),
    ...(refusal.lists ?? []).map(({ label, lines }) =>
      section([`*${escaped(label)}*`, ...lines.map((line) => `• ${escaped(oneLine(line))}`)].join('\n')),
    ),
    ...usage,
    ...(buttons.length === 0 ? [] : [actions(buttons)]),
  ])
}

/** What was typed behind the name of the bot: a button says nothing else. */
function withoutPrompt(command: string): string {
  return command.replace(/^(?:[/@]?ohmy)\s+/, '')
}

function escaped(text: string): string {
  return withAges(cutPlain(text, mostCharacters))
}

function oneLine(text: string): string {
  return text.replace(/`/g, 'ˋ').replace(/\s+/g, ' ').trim()
}
