import { UserError } from '../core/user-error.js'

/** One thing that is wrong with the file. */
export interface Problem {
  /** Keys and list positions from the top: `['environments', 'staging', 'region']`. */
  readonly path: readonly PropertyKey[]
  /** Points at the key rather than at its value. */
  readonly atKey?: boolean
  /** What is wrong and what is allowed, in sentences. */
  readonly what: string
}

/** Lines and columns count from 1, as editors do. */
export interface Position {
  readonly line: number
  readonly column: number
}

export type LocatedProblem = Problem & Position

/** A file with more is better repaired from the top than read to the end. */
const mostShown = 50

/** The configuration cannot be used. Its message is made for a terminal: all problems, by line, then what to do. */
export class ConfigError extends UserError {
  readonly problems: readonly LocatedProblem[]

  constructor(
    code: 'config-invalid' | 'config-missing' | 'settings-invalid',
    what: string,
    next: string,
    problems: readonly LocatedProblem[] = [],
    options?: ErrorOptions,
  ) {
    super(code, what, next, options)
    this.message = what.includes('\n') ? `${what}\n\n${next}` : `${what} ${next}`
    this.problems = problems
  }
}

/** All problems as one error, sorted by line. */
export function configInvalid(fileName: string, problems: readonly LocatedProblem[]): ConfigError {
  const sorted = [...problems]
    .sort((left, right) => left.line - right.line || left.column - right.column)
    .filter((problem, index, all) => !isSame(problem, all[index - 1]))
  const shown = sorted.slice(0, mostShown).map((problem) => showProblem(fileName, problem))
  const left = sorted.length - shown.length
  const count = sorted.length === 1 ? 'one problem' : `${sorted.length} problems`
  const more = left === 0 ? [] : [`… and ${left} more.`]
  return new ConfigError(
    'config-invalid',
    [`${visible(fileName)} has ${count}:`, ...shown, ...more].join('\n\n'),
    'Correct the file and start again. Every key is explained in docs/configuration.md.',
    sorted,
  )
}

/** The parser tells some things once for each bracket that is open. */
function isSame(problem: LocatedProblem, before: LocatedProblem | undefined): boolean {
  if (before === undefined) return false
  return problem.line === before.line && problem.column === before.column && problem.what === before.what
}

function showProblem(fileName: string, problem: LocatedProblem): string {
  const place = `${visible(fileName)}:${problem.line}:${problem.column}`
  const path = showPath(problem.path)
  return `  ${path === '' ? place : `${place}  ${path}`}\n    ${problem.what}`
}

/** `environments.staging.services[1]` */
export function showPath(path: readonly PropertyKey[]): string {
  const shown = path.reduce<string>((before, step) => {
    if (typeof step === 'number') return `${before}[${step}]`
    return before === '' ? shorten(String(step)) : `${before}.${shorten(String(step))}`
  }, '')
  return shorten(shown, 300)
}

/** A value as written, short, on one line and safe to print; what looks like a credential is not repeated. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a map'
  if (typeof value !== 'string') return shorten(String(value))
  if (/xox[a-z]-|xapp-|A(?:KIA|SIA)[A-Z0-9]{8}|:\/\/[^/\s]*@|[A-Za-z0-9+/=]{32,}/.test(value)) {
    return 'a value that may be secret'
  }
  return `“${shorten(value)}”`
}

function shorten(text: string, most = 60): string {
  const whole = visible(text.slice(0, most))
  return text.length > most ? `${whole}…` : whole
}

/** Control and direction characters would let a file name or a key rewrite the terminal. */
function visible(text: string): string {
  return text.replace(/\p{C}/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}
