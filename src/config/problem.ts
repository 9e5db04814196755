import { UserError } from '../core/user-error.js'
import { type LocatedProblem, showPath, visible } from '../yaml/problem.js'

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
