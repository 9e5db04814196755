import type { Command } from '../../src/dispatch/command.js'
import type { Language } from '../../src/dispatch/parse/language.js'
import { parse } from '../../src/dispatch/parse/parse.js'
import { tokenize } from '../../src/dispatch/tokenize.js'
import { findArgument } from '../../src/dispatch/usage.js'

/** What people are told to type, or what a button says for them. */
export interface SaidLine {
  readonly file: string
  readonly line: number
  /** From the verb on; `…` stands for what is known only when it is shown. */
  readonly text: string
}

/** To the end of the quotes or the line. In a block of examples, what stands apart or behind ` #` tells about the line. */
const prompted =
  /(?:(?<![\w./-])[/@]ohmy|(?<=´)ohmy|\brun (?:-s )?ohmy --) (?=[a-z])(.*?)(?=[´`]|\\n| {2,}| [#>] |, (?=\/ohmy)|$)/gm
const inCode = /(?:´|\b(?:code|inCode)\(['`])([a-z][a-z-]* [^´`\\\n]*|--[a-z][^´`\\\n]*?)(?:´|['`]\))/g
const pressed = /\bverb: '([a-z][\w-]*)'/g

/**
 * Lines in a source file or a page: behind `/ohmy`, `@ohmy` and `npm run ohmy --`, with npm’s `-s` or without; a verb with more words, or an option, shown as code; what
 * buttons and menus say.
 * @param verbs behind these, words shown as code are a line
 */
export function saidLines(file: string, source: string, verbs: ReadonlySet<string>): readonly SaidLine[] {
  const isCode = /\.tsx?$/.test(file)
  const text = isCode ? withoutValues(textsOf(source)) : source.replaceAll('`', '´')
  const found = (pattern: RegExp, words: (match: RegExpExecArray) => string) =>
    [...text.matchAll(pattern)].map((match) => ({
      file,
      line: text.slice(0, match.index).split('\n').length,
      text: words(match),
    }))
  const typed = found(prompted, ([, words = '']) =>
    isCode ? words.replace(/'.*/, '').replace(/\$\{.*/, '…') : words,
  )
  const shown = found(inCode, ([, words = '']) => words).filter((line) => isLine(line.text, verbs, isCode))
  const buttons = found(pressed, ({ 1: verb = '', index }) =>
    [verb, ...optionsBehind(text, index).map((name) => `--${name}`), '…'].join(' '),
  )
  return [...typed, ...shown, ...(isCode ? buttons : [])]
}

/** In a page, options shown as code may be those of other tools. */
function isLine(words: string, verbs: ReadonlySet<string>, isCode: boolean): boolean {
  const [first = '', second = ''] = words.split(' ')
  return verbs.has(first) || (isCode && (first.startsWith('--') || second.startsWith('--')))
}

/** What is wrong with a line; undefined: it is understood, as far as it is known. */
export function wrongWith(text: string, language: Language): string | undefined {
  const tokens = tokenize(text)
  const options = tokens.flatMap(({ option }) => (option?.dashed === true ? [option.name] : []))
  if (text.startsWith('--')) return unknownOption(options, language.commands)
  const verb = tokens[0]?.text ?? ''
  const named = language.commands.filter(({ name }) => name === verb)
  if (named.length === 0) return `there is no verb ${verb}`
  const wrong = unknownOption(options, named)
  if (wrong !== undefined || /[…<|]/.test(text)) return wrong
  const typed = tokens.filter(({ option }) => option === undefined || !ofTheTerminal.has(option.name))
  const parsed = parse(typed, language)
  // What is missing is asked for when the line is said.
  return parsed.kind === 'command' || parsed.problem.code.endsWith('-missing')
    ? undefined
    : parsed.problem.what
}

const ofTheTerminal = new Set(['json', 'as'])
const ofEveryVerb = new Set([...ofTheTerminal, 'help'])

function unknownOption(names: readonly string[], commands: readonly Command[]): string | undefined {
  const unknown = names.find(
    (name) =>
      !ofEveryVerb.has(name) && !commands.some((command) => findArgument(command, name) !== undefined),
  )
  if (unknown === undefined) return undefined
  const [only, ...others] = commands
  return others.every(({ name }) => name === only?.name)
    ? `${only?.name} has no --${unknown}`
    : `no verb has --${unknown}`
}

/** Without comments, which may speak of what they like, and with `´` for each backtick that people see. Lines stay where they are. */
function textsOf(source: string): string {
  const pattern = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\\`|(?<!:)\/\/.*|\/\*[\s\S]*?\*\//g
  return source.replace(pattern, (found) =>
    found.startsWith('/') ? found.replace(/[^\n]/g, ' ') : found.replaceAll('\\`', '´').replaceAll('`', '´'),
  )
}

/** `…` for each value in a template that says no line itself. */
function withoutValues(source: string): string {
  return source.replace(/\$\{(?![^{}`]*(?:ohmy|--))[^{}`]*\}/g, '…')
}

/** Names of the options that stand in the same object as a verb. */
function optionsBehind(text: string, index: number): readonly string[] {
  const rest = text.slice(index, endOf(text, index))
  const start = rest.indexOf('options: {')
  if (start === -1) return []
  const from = start + 'options: {'.length
  return namesIn(rest.slice(from, endOf(rest, from)))
}

/** `around, task: x, ...{ since, until }` are `around`, `task`, `since`, `until`. */
function namesIn(fields: string): readonly string[] {
  const spread = /\.\.\.\{([^}]*)\}/g
  const inner = [...fields.matchAll(spread)].flatMap(([, names = '']) => namesIn(names))
  const own = fields.replace(spread, '').split(',')
  return [...inner, ...own.flatMap((field) => /^\s*(\w+)/.exec(field)?.[1] ?? [])]
}

/** Where the braces end that are open at a place. */
function endOf(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    if (text[at] === '{') depth++
    if (text[at] === '}' && depth-- === 0) return at
  }
  return text.length
}
