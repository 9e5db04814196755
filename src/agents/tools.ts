import { z } from 'zod'
import { lineOf, quoted } from '../core/line.js'
import type { Argument, Command } from '../dispatch/command.js'
import { optionName, usageOf } from '../dispatch/usage.js'

/** Longer than any argument takes. */
const mostCharacters = 8_000

/** A verb as an agent sees it: a name, what it does, what it takes, and the line that it says. */
export interface Tool {
  readonly name: string
  readonly description: string
  readonly input: z.ZodObject
  /** What a person would type. @param given as `input` let it through */
  readonly line: (given: Readonly<Record<string, unknown>>) => string
}

/** One tool for each verb that only looks and is declared to be for agents. */
export function lookingTools(commands: readonly Command[]): readonly Tool[] {
  return commands
    .filter(({ forAgents, changes }) => forAgents?.may === 'look' && !changes)
    .map((command) => {
      const taken = argumentsFor(command)
      const shape = Object.fromEntries(taken.map(([key, argument]) => [optionName(key), schemaOf(argument)]))
      const description = `${command.summary}. A person types: ${command.examples.map(quotedExample).join(', ')}.`
      return {
        name: command.name,
        description,
        // What is misspelt is refused: ignored silently, it would be answered for something else.
        input: z.strictObject(shape),
        line: (given) => lineFor(command, taken, given),
      }
    })
}

/** The verbs whose change an agent may ask for. */
export function askableVerbs(commands: readonly Command[]): readonly Command[] {
  return commands.filter(({ forAgents }) => forAgents?.may === 'ask')
}

/** How a change is said, one line a verb: `scale <service> <count> <environment> [--reason <text>]`. */
export function usageForAgents(command: Command): string {
  return usageOf({ ...command, args: Object.fromEntries(argumentsFor(command)) }, '').trim()
}

function argumentsFor({ args, forAgents, changesWith }: Command): readonly [string, Argument<unknown>][] {
  const barred = [...(forAgents?.without ?? []), ...(changesWith?.keywords ?? [])]
  return Object.entries(args).filter(([key]) => !barred.includes(key))
}

function schemaOf(argument: Argument<unknown>): z.ZodType {
  const { kind, choices, summary, required, placeholder } = argument
  const words = summary === '' ? placeholder : summary
  if (kind === 'flag' || kind === 'keyword') return z.boolean().optional().describe(words)
  const [first, ...others] = choices ?? []
  const text =
    first === undefined
      ? z.string().min(1).max(mostCharacters).describe(words)
      : z.enum([first, ...others]).describe(words)
  // The environment of a verb that looks has a default.
  return required && kind !== 'environment' ? text : text.optional()
}

/** Everything by its name, so that no word is taken for another argument. */
function lineFor(
  { name }: Command,
  taken: readonly (readonly [string, Argument<unknown>])[],
  given: Readonly<Record<string, unknown>>,
): string {
  const words: string[] = []
  const options: Record<string, string | true> = {}
  for (const [key, { kind }] of taken) {
    const value = given[optionName(key)]
    if (value === undefined || value === false) continue
    if (kind === 'keyword') words.push(optionName(key))
    else options[optionName(key)] = kind === 'flag' ? true : String(value)
  }
  return lineOf({ verb: name, words, options })
}

function quotedExample(example: string): string {
  return `\`${example}\``
}

/** A change as it is said, with the reason that everybody reads. */
export function changeLine(change: string, reason: string): string {
  return `${change.trim()} --reason ${quoted(reason)}`
}
