import type { Command, Reading, Vocabulary } from '../command.js'
import { findArgument, optionName, usageOf, usageOfArgument } from '../usage.js'
import { findEnvironment } from '../vocabulary.js'
import { inCode } from '../../core/wording.js'
import type { Assigned } from './assign-words.js'
import type { Problem } from './problem.js'
import { quoted } from '../../core/line.js'
import { askedAnew, type Line, retype, retypeRange } from './line.js'
import { openArgument } from './open-argument.js'
import { type Given, howItIsUsed, type Word } from './options.js'

/** What to say about the first word that fits nowhere. */
export function leftOver(
  command: Command,
  line: Line,
  assigned: Assigned,
  word: Word,
  vocabulary: Vocabulary,
): Problem {
  const usage = usageOf(command, line.prompt)
  if (findEnvironment(vocabulary.environments, word.text) !== undefined) {
    return {
      code: 'environment-twice',
      what: `${inCode(word.text)} is an environment, and there is one already or none is needed.`,
      next: 'Leave it out.',
      failed: 'usage',
      commands: [retypeRange(line, word.at, word.at + 1, '')],
      usage,
    }
  }
  const key = meantFor(command, word.text, assigned.given)
  const argument = key === undefined ? undefined : command.args[key]
  if (argument !== undefined) {
    const reading = argument.read(word.text, vocabulary)
    if (!reading.ok)
      return problemOf(reading, command, line, key === undefined ? undefined : { key, at: word.at })
  }
  return tooMany(command, line, assigned, word)
}

/** A reading that failed: with the command set right where one word was probably meant, else with a button that asks for this one anew. */
export function problemOf(
  reading: Extract<Reading<unknown>, { ok: false }>,
  command: Command,
  line: Line,
  misread: { readonly key: string; readonly at: number } | undefined,
): Problem {
  const { code, what, next, instead } = reading
  const problem: Problem = { code, what, next, failed: 'usage', usage: usageOf(command, line.prompt) }
  if (misread === undefined) return problem
  if (instead === undefined) return { ...problem, offers: [askedAnew(line, misread.key, misread.at)] }
  return {
    ...problem,
    next: `Did you mean ${inCode(instead)}? ${next}`,
    commands: [retype(line, misread.at, instead)],
  }
}

function meantFor(command: Command, word: string, filled: ReadonlyMap<string, Given>): string | undefined {
  const count = openArgument(command, filled, 'count')
  if (count !== undefined && /^[-+]?[\d.,]/.test(word)) return count
  return (
    openArgument(command, filled, 'service') ??
    openArgument(command, filled, 'environment') ??
    count ??
    openArgument(command, filled, 'word')
  )
}

function tooMany(command: Command, line: Line, assigned: Assigned, word: Word): Problem {
  const problem = {
    code: 'too-many-words',
    what: `I do not know what ${inCode(word.text)} is for.`,
    failed: 'usage',
    usage: usageOf(command, line.prompt),
  } as const
  const unquoted = textBefore(command, assigned, word)
  if (unquoted !== undefined) {
    const end = endOfRun(assigned.left, word)
    const values = [unquoted.text, ...line.tokens.slice(word.at, end).map((token) => token.text)]
    const option = `--${optionName(unquoted.key)} ${quoted(values.join(' '))}`
    const from = line.tokens[unquoted.at]?.option === undefined ? unquoted.at - 1 : unquoted.at
    return {
      ...problem,
      next: 'Put several words that belong together in quotes:',
      commands: [retypeRange(line, from, end, option)],
    }
  }
  const key = findArgument(command, word.text)
  const argument = key === undefined ? undefined : command.args[key]
  if (key !== undefined && argument?.named === true) {
    return {
      ...problem,
      offers: [howItIsUsed(command)],
      next: `Write it as an option: ${inCode(usageOfArgument(key, argument, command.changes).replace(/^\[|\]$/g, ''))}.`,
    }
  }
  return { ...problem, next: 'Leave it out.', commands: [retypeRange(line, word.at, word.at + 1, '')] }
}

/** The free text whose value stands right before this word: it probably was to go on. */
function textBefore(
  command: Command,
  assigned: Assigned,
  word: Word,
): { readonly key: string; readonly text: string; readonly at: number } | undefined {
  for (const [key, value] of assigned.given) {
    const argument = command.args[key]
    if (argument?.kind === 'word' && argument.named && value.at === word.at - 1) return { key, ...value }
  }
  return undefined
}

function endOfRun(left: readonly Word[], first: Word): number {
  let end = first.at
  for (const word of left) if (word.at === end) end += 1
  return end
}
