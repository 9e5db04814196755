import type { SavedQuery } from '../../config/config.js'
import { longestQuery, parameterValue } from '../../config/logs-schema.js'
import { nearest } from '../../core/suggest.js'
import { UserError } from '../../core/user-error.js'

/** A comment in front of a query, so that it is found again after a crash. */
export function markOf(id: string): string {
  return `# ohmy ${id}`
}

/** The query with its mark, on a line of its own: a comment behind the last command could be taken for a part of it. */
export function marked(id: string, query: string): string {
  return `${markOf(id)}\n${query}`
}

/** A saved query by its name. @throws UserError `query-unknown`, with the one that was probably meant */
export function findSavedQuery(name: string, queries: Readonly<Record<string, SavedQuery>>): SavedQuery {
  const wanted = name.trim().toLowerCase()
  const found = queries[wanted]
  if (found !== undefined) return found
  const names = Object.keys(queries)
  const meant = nearest(wanted, names)
  throw new UserError(
    'query-unknown',
    `There is no query called “${name.trim()}”.`,
    `${meant === undefined ? '' : `Did you mean ${meant}? `}There are: ${names
      .map((known) => `${known} (${lowerFirst(queries[known]?.summary ?? '')})`)
      .join(', ')}.`,
  )
}

/** `limit:20,minutes:10`, also with `=`. @throws UserError `parameter-invalid` */
export function readParameters(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(/[\s,]+/).filter((pair) => pair !== '')
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name = '', value = ''] = /^([^:=]+)[:=](.*)$/.exec(pair) ?? []
      if (name === '') throw invalid(`“${pair}” sets nothing.`)
      return [name, value] as const
    }),
  )
}

/**
 * A saved query with its parameters in place. Only numbers and short words are taken, so that nobody writes a query through a parameter.
 * @throws UserError `parameter-unknown`, `parameter-invalid`
 */
export function fillIn(
  name: string,
  saved: SavedQuery,
  given: Readonly<Record<string, string | number>>,
): string {
  const values = new Map(Object.entries(saved.parameters))
  for (const [parameter, value] of Object.entries(given)) {
    if (!values.has(parameter)) throw unknownParameter(name, parameter, [...values.keys()])
    const text = String(value)
    if (!parameterValue.test(text)) throw invalid(`“${text}” cannot be the ${parameter} of a query.`)
    if (typeof values.get(parameter) === 'number' && !/^\d{1,9}(?:\.\d{1,6})?$/.test(text)) {
      throw invalid(`The ${parameter} of ${name} is a number, and “${text}” is none.`)
    }
    values.set(parameter, text)
  }
  return saved.query.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (whole, parameter: string) =>
    String(values.get(parameter) ?? whole),
  )
}

/** `SOURCE` names log groups of its own: then roles of environments would count for nothing. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Source.html */
const namesGroups = /(?:^|[|(])\s*source\b/im

/** A query as it was typed, when it may be run. @throws UserError `query-invalid` */
export function typedQuery(text: string): string {
  const query = text.trim()
  const withoutComments = query.replace(/#[^\n]*/g, '')
  if (withoutComments.trim() === '') {
    throw new UserError(
      'query-invalid',
      'There is no query.',
      'Put it in quotes: `--insights "fields @timestamp, @message | limit 20"`.',
    )
  }
  if (query.length > longestQuery) {
    throw new UserError(
      'query-invalid',
      `A query of ${query.length.toLocaleString('en')} characters is too long.`,
      `Keep it to ${longestQuery.toLocaleString('en')}.`,
    )
  }
  // With the comments left in as well: a # within quotes begins none.
  if (namesGroups.test(withoutComments) || namesGroups.test(query)) {
    throw new UserError(
      'query-invalid',
      'A query here cannot name its own log groups with SOURCE.',
      'It reads those of the service and environment that you name: leave SOURCE out.',
    )
  }
  return query
}

function unknownParameter(name: string, parameter: string, known: readonly string[]): UserError {
  const next =
    known.length === 0 ? 'It takes none.' : `It takes ${known.map((one) => `--set ${one}:…`).join(', ')}.`
  return new UserError('parameter-unknown', `${name} has no parameter “${parameter}”.`, next)
}

function invalid(what: string): UserError {
  const next = 'Write `--set limit:20`: a number or a short word of letters, digits, dots and hyphens.'
  return new UserError('parameter-invalid', what, next)
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`
}

/** What is said of a query that CloudWatch does not understand: its own words, and the line with a mark under the place. */
export function malformedQuery(
  { id, query }: { readonly id: string; readonly query: string },
  error: { readonly message: string; readonly from?: number | undefined; readonly to?: number | undefined },
): { readonly failure: string; readonly diagnosis: string } {
  const inFront = marked(id, '').length
  const place = (offset: number | undefined) => (offset === undefined ? undefined : offset - inFront)
  return {
    failure: 'CloudWatch does not understand the query, so nothing was scanned.',
    diagnosis: [error.message, ...pointed(query, place(error.from), place(error.to))].join('\n\n'),
  }
}

function pointed(query: string, from: number | undefined, to: number | undefined): readonly string[] {
  if (from === undefined || from < 0 || from > query.length) return []
  const begins = query.lastIndexOf('\n', from - 1) + 1
  const end = query.indexOf('\n', from)
  const line = query.slice(begins, end === -1 ? undefined : end)
  const width = Math.max(1, Math.min((to ?? from + 1) - from, line.length - (from - begins)))
  return [`${line}\n${' '.repeat(from - begins)}${'^'.repeat(width)}`]
}
