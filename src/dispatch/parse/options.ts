import { nearest } from '../../core/suggest.js'
import type { Offer } from '../../core/user-error.js'
import type { Environment } from '../../core/environment.js'
import type { Command } from '../command.js'
import { formOf } from '../form.js'
import type { Option, Token } from '../tokenize.js'
import { findArgument, optionName, usageOf } from '../usage.js'
import { inCode, listed } from '../../core/wording.js'
import type { Problem } from './problem.js'
import { type Line, retype } from './line.js'

/** A value that was given for an argument, and the token it came from. */
export interface Given {
  readonly text: string
  readonly at: number
}

/** A word that was given without a name. */
export interface Word {
  readonly text: string
  readonly at: number
}

export interface Sorted {
  readonly given: ReadonlyMap<string, Given>
  readonly words: readonly Word[]
  /** `--help` or `-h` was among them. */
  readonly help: boolean
}

/** Sorts what follows the verb into named values and words. */
export function sortOptions(
  command: Command,
  line: Line,
  from: number,
  environments: readonly Environment[],
): Sorted | Problem {
  const given = new Map<string, Given>()
  const words: Word[] = []
  const takesWords = Object.values(command.args).some(
    (argument) => argument.kind === 'word' && !argument.named,
  )
  for (let at = from; at < line.tokens.length; at += 1) {
    const token = line.tokens[at]
    if (token === undefined) break
    const { option } = token
    const key = option === undefined ? undefined : findArgument(command, option.name)
    if (option === undefined || (key === undefined && !option.dashed && takesWords)) {
      words.push({ text: token.text, at })
      continue
    }
    if (key === undefined) {
      if (option.dashed && (option.name === 'help' || option.name === 'h'))
        return { given, words, help: true }
      return unknownOption(command, line, at, option)
    }
    if (given.has(key)) return givenTwice(command, line, key)
    const value = valueOf(command, key, option, line.tokens[at + 1])
    if (value === undefined) return withoutValue(command, line, { key, at, from }, environments)
    if (value.fromNext) at += 1
    given.set(key, { text: value.text, at })
  }
  return { given, words, help: false }
}

function valueOf(
  command: Command,
  key: string,
  option: Option,
  next: Token | undefined,
): { readonly text: string; readonly fromNext: boolean } | undefined {
  if (option.value !== undefined) return { text: option.value, fromNext: false }
  if (command.args[key]?.kind === 'flag') return { text: '', fromNext: false }
  if (next === undefined) return undefined
  // `--reason a=b`: a value that happens to hold an equals sign, unless it names an argument itself.
  const isValue =
    next.option === undefined ||
    (!next.option.dashed && findArgument(command, next.option.name) === undefined)
  return isValue ? { text: next.text, fromNext: true } : undefined
}

function unknownOption(command: Command, line: Line, at: number, option: Option): Problem {
  const names = Object.keys(command.args).map(optionName)
  const meant = nearest(option.name, names)
  const dashes = option.dashed ? '--' : ''
  const value = option.value === undefined ? '' : line.tokens[at]?.typed.replace(/^[^=]*/, '')
  return {
    code: 'option-unknown',
    what: `${inCode(command.name)} has no option ${inCode(`${dashes}${option.name}`)}.`,
    next:
      meant === undefined
        ? `Its options are ${listed(names.map(inCode), 'and')}.`
        : `Did you mean ${inCode(`${dashes}${meant}`)}?`,
    failed: 'usage',
    usage: usageOf(command, line.prompt),
    ...(meant === undefined
      ? { offers: [howItIsUsed(command)] }
      : {
          commands: [
            retype({ ...line, tokens: withoutOption(line.tokens, at) }, at, `${dashes}${meant}${value}`),
          ],
        }),
  }
}

/** Where nothing better can be suggested. */
export function howItIsUsed({ name }: Command): Offer {
  return { text: 'How it is used', line: `help ${name}` }
}

/** `retype` keeps the name of an option and replaces its value; here the name is what is wrong. */
function withoutOption(tokens: readonly Token[], at: number): readonly Token[] {
  return tokens.map((token, index) => (index === at ? { typed: token.typed, text: token.text } : token))
}

function givenTwice(command: Command, line: Line, key: string): Problem {
  return {
    code: 'option-twice',
    what: `${inCode(optionName(key))} was given twice.`,
    next: 'Say it once.',
    failed: 'usage',
    offers: [howItIsUsed(command)],
    usage: usageOf(command, line.prompt),
  }
}

/** The value is asked for; the rest stays as it was typed. */
function withoutValue(
  command: Command,
  line: Line,
  { key, at, from }: { readonly key: string; readonly at: number; readonly from: number },
  environments: readonly Environment[],
): Problem {
  const name = optionName(key)
  const placeholder = command.args[key]?.placeholder ?? 'value'
  const example = command.examples.find((one) => one.includes(`--${name} `))
  const written = inCode(placeholder === 'text' ? `--${name} "…"` : `--${name} <${placeholder}>`)
  return {
    code: 'option-without-value',
    what: `${inCode(`--${name}`)} needs a value.`,
    failed: 'usage',
    usage: usageOf(command, line.prompt),
    ...(example === undefined
      ? { next: `Write ${written}.` }
      : { next: 'For example:', examples: [`${line.prompt} ${example}`] }),
    form: {
      ...formOf(command, environments, new Map(), { argument: key, submit: 'Continue' }),
      kept: line.tokens.flatMap(({ typed }, index) => (index >= from && index !== at ? [typed] : [])),
    },
    command,
  }
}
