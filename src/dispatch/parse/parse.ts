import type { Environment } from '../../core/environment.js'
import type { Command, Vocabulary } from '../command.js'
import type { Token } from '../tokenize.js'
import { findEnvironment } from '../vocabulary.js'
import { assignWords } from './assign-words.js'
import { chooseEnvironment } from './choose-environment.js'
import { findCommand } from './find-command.js'
import { inItsForm } from './in-its-form.js'
import type { Language, Parsed } from './language.js'
import type { Problem } from './problem.js'
import { leftOver, problemOf } from './left-over.js'
import type { Line } from './line.js'
import { missing } from './missing.js'
import { type Given, sortOptions } from './options.js'
import { usageOf } from '../usage.js'

/** What a typed line means: exactly one command with all its arguments, or one problem. Pure; never throws. */
export function parse(tokens: readonly Token[], language: Language): Parsed {
  const line: Line = { prompt: language.prompt, tokens: withoutPrompt(tokens) }
  const found = findCommand(line, language)
  if (found.kind === 'problem') return found
  const command = inItsForm(found.command, line, found.from)
  const sorted = sortOptions(command, line, found.from, language.environments)
  if ('code' in sorted) return { kind: 'problem', problem: sorted }
  if (sorted.help) return helpFor(command, line, language)
  const chosen = chooseEnvironment(command, line, sorted, language)
  if (chosen.kind === 'problem') return chosen
  const given = new Map(sorted.given)
  const environmentKey = Object.keys(command.args).find((key) => command.args[key]?.kind === 'environment')
  if (chosen.kind === 'chosen' && environmentKey !== undefined) given.set(environmentKey, chosen.word)
  const words = chosen.kind === 'chosen' ? sorted.words.filter((word) => word !== chosen.word) : sorted.words
  const vocabulary = vocabularyOf(command, language, environmentKey, given)
  const assigned = assignWords(command, words, given, vocabulary)
  const [left] = assigned.left
  if (left !== undefined) {
    return { kind: 'problem', problem: leftOver(command, line, assigned, left, vocabulary) }
  }
  return readAll(command, line, assigned.given, vocabulary, environmentKey)
}

/** People paste whole commands behind a mention. */
function withoutPrompt(tokens: readonly Token[]): readonly Token[] {
  return tokens[0]?.text.toLowerCase() === '/ohmy' ? tokens.slice(1) : tokens
}

function helpFor(command: Command, line: Line, language: Language): Parsed {
  const help = language.commands.find((candidate) => candidate.name === 'help')
  if (help !== undefined) {
    const typed = { line, given: new Map() }
    return { kind: 'command', command: help, args: { verb: command.name }, environment: undefined, typed }
  }
  const usage = usageOf(command, line.prompt)
  const { summary } = command
  return asProblem({
    code: 'usage-asked',
    what: `${summary}.`,
    next: 'It is used so:',
    failed: 'usage',
    usage,
  })
}

function vocabularyOf(
  command: Command,
  language: Language,
  environmentKey: string | undefined,
  given: ReadonlyMap<string, Given>,
): Vocabulary {
  const { environments } = language
  const word = environmentKey === undefined ? undefined : given.get(environmentKey)?.text
  const named = word === undefined ? undefined : findEnvironment(environments, word)
  const byDefault = command.changes ? undefined : findEnvironment(environments, language.defaultEnvironment)
  // A named environment that does not exist is reported as that, not replaced by the default.
  return { environments, environment: word === undefined ? byDefault : named, changes: command.changes }
}

function readAll(
  command: Command,
  line: Line,
  given: ReadonlyMap<string, Given>,
  vocabulary: Vocabulary,
  environmentKey: string | undefined,
): Parsed {
  const args: Record<string, unknown> = {}
  const lacking: string[] = []
  for (const key of environmentFirst(Object.keys(command.args), environmentKey)) {
    const argument = command.args[key]
    if (argument === undefined) continue
    const value = given.get(key)
    const needsEnvironment = argument.kind === 'service' && vocabulary.environment === undefined
    if (needsEnvironment && value !== undefined) continue
    const reading = argument.read(value?.text, vocabulary)
    if (reading.ok) args[key] = reading.value
    else if (value === undefined) lacking.push(key)
    else return asProblem(problemOf(reading, command, line, { key, at: value.at }))
  }
  if (lacking.length > 0) return asProblem(missing(command, line, lacking, given, vocabulary))
  const serviceWithoutPlace = [...given].find(
    ([key]) => command.args[key]?.kind === 'service' && !(key in args),
  )
  if (serviceWithoutPlace !== undefined) {
    const [key, value] = serviceWithoutPlace
    const reading = command.args[key]?.read(value.text, vocabulary)
    if (reading?.ok === false) return asProblem(problemOf(reading, command, line, { key, at: value.at }))
  }
  const environment = environmentOf(command, args, given, vocabulary)
  return { kind: 'command', command, args, environment, typed: { line, given } }
}

/** An unknown environment is said before a service that could not be found in it. */
function environmentFirst(keys: readonly string[], environmentKey: string | undefined): readonly string[] {
  if (environmentKey === undefined) return keys
  return [environmentKey, ...keys.filter((key) => key !== environmentKey)]
}

/** Where no environment was named, a service that was found says which one it is about. */
function environmentOf(
  command: Command,
  args: Readonly<Record<string, unknown>>,
  given: ReadonlyMap<string, Given>,
  vocabulary: Vocabulary,
): Environment | undefined {
  const entries = Object.entries(command.args)
  const key = entries.find(([, argument]) => argument.kind === 'environment')?.[0]
  if (key === undefined) return undefined
  const withService = entries.some(([name, argument]) => argument.kind === 'service' && given.has(name))
  return (args[key] as Environment | undefined) ?? (withService ? vocabulary.environment : undefined)
}

function asProblem(problem: Problem): Parsed {
  return { kind: 'problem', problem }
}
