import { nearest } from '../../core/suggest.js'
import type { Command } from '../command.js'
import { commandMeant } from '../command-meant.js'
import { inCode } from '../../core/wording.js'
import type { Language, Parsed } from './language.js'
import { inTerminalOnly, isOfTerminal } from './in-terminal-only.js'
import { type Line, retype } from './line.js'

export type CommandFound =
  | { readonly kind: 'found'; readonly command: Command; readonly from: number }
  | Extract<Parsed, { kind: 'problem' }>

/** The verb: the first word. Nothing at all, `--help` and `?` ask for help. */
export function findCommand(line: Line, language: Language): CommandFound {
  const [first] = line.tokens
  const help = language.commands.find((command) => command.name === 'help')
  if (first === undefined && help !== undefined) return { kind: 'found', command: help, from: 0 }
  const asksForHelp = first?.option?.name === 'help' || first?.option?.name === 'h' || first?.text === '?'
  if (asksForHelp && help !== undefined) return { kind: 'found', command: help, from: 1 }
  const verb = first?.text.toLowerCase() ?? ''
  const command = commandMeant(
    language.commands,
    line.tokens.map(({ text }) => text),
  )
  if (command !== undefined) return { kind: 'found', command, from: 1 }
  if (isOfTerminal(verb)) return { kind: 'problem', problem: inTerminalOnly(verb, line) }
  const meant = nearest(
    verb,
    language.commands.map((candidate) => candidate.name),
  )
  const all = `${inCode(`${line.prompt} help`.trim())} lists everything.`
  return {
    kind: 'problem',
    problem: {
      code: 'verb-unknown',
      what: verb === '' ? 'No verb was given.' : `There is no verb ${inCode(first?.text ?? '')}.`,
      next: meant === undefined ? all : `Did you mean ${inCode(meant)}? ${all}`,
      failed: 'usage',
      ...(meant === undefined
        ? { offers: [{ text: 'Show everything', line: 'help' }] }
        : { commands: [retype(line, 0, meant)] }),
    },
  }
}
