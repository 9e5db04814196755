import { z } from 'zod'
import { nearest } from '../core/suggest.js'
import { type Problem, showPath, showValue } from './problem.js'
import { keysOf, schemaAt, valueAt } from './schema-keys.js'

type Issue = z.core.$ZodIssue

/** What zod found, in words a person can act on: what is there, what is allowed, what was probably meant. */
export function explain(schema: z.core.$ZodType, input: unknown, issues: readonly Issue[]): Problem[] {
  const misspelled = new Set(issues.flatMap((issue) => misspelledKeys(schema, input, issue)))
  return issues
    .filter((issue) => issue.code !== 'invalid_type' || !misspelled.has(showPath(issue.path)))
    .flatMap((issue) => explainIssue(schema, input, issue))
}

/** The keys that were meant: they are not missing as well. */
function misspelledKeys(schema: z.core.$ZodType, input: unknown, issue: Issue): string[] {
  if (issue.code !== 'unrecognized_keys') return []
  const written = Object.keys((valueAt(input, issue.path) as object | undefined) ?? {})
  const allowed = keysOf(schemaAt(schema, issue.path, input)) ?? []
  return issue.keys
    .map((key) => nearest(key, allowed))
    .filter((meant) => meant !== undefined && !written.includes(meant))
    .map((meant) => showPath([...issue.path, meant ?? '']))
}

function explainIssue(schema: z.core.$ZodType, input: unknown, issue: Issue): Problem[] {
  const { path } = issue
  const value = valueAt(input, path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, path, keysOf(schemaAt(schema, path, input)) ?? []))
    case 'invalid_key': {
      const what = issue.issues[0]?.message ?? 'Not a valid name.'
      return [{ path, atKey: true, what: `${showValue(path.at(-1))} is not a valid name. ${what}` }]
    }
    case 'invalid_union':
      return explainUnion(schema, input, issue.errors, path)
    case 'invalid_type':
      return [wrongType(schema, issue.expected, path, input)]
    case 'invalid_value':
      return [notOneOf(issue.values.map(String), path, value)]
    case 'too_small':
    case 'too_big':
      return [outOfRange(issue, path, value)]
    case 'invalid_format':
    case 'custom':
      return [{ path, what: `${notAllowed(value)}${timeZoneHint(path, value)} ${issue.message}` }]
    default:
      return [{ path, what: issue.message }]
  }
}

function unknownKey(key: string, path: readonly PropertyKey[], allowed: readonly string[]): Problem {
  const meant = nearest(key, allowed)
  // `{ label: Too little, too late }` has two keys.
  const comma = / /.test(key)
    ? ' Inside of { } a comma begins a new key: put texts with commas into quotes.'
    : ''
  const hint = meant === undefined ? comma : ` Did you mean \`${meant}\`?`
  return {
    path: [...path, key],
    atKey: true,
    what: `Unknown key ${showValue(key)}.${hint} Allowed here: ${allowed.join(', ')}.`,
  }
}

/** Of the options, the one for the kind of value that was written tells what to correct. */
function explainUnion(
  schema: z.core.$ZodType,
  input: unknown,
  options: readonly (readonly Issue[])[],
  path: readonly PropertyKey[],
): Problem[] {
  const near = options.find(
    (issues) => !issues.some(({ code, path: at }) => code === 'invalid_type' && at.length === 0),
  )
  if (near !== undefined) {
    return explain(
      schema,
      input,
      near.map((issue) => ({ ...issue, path: [...path, ...issue.path] })),
    )
  }
  const kinds = options.flatMap((issues) =>
    issues.flatMap((issue) =>
      issue.code === 'invalid_type' && issue.path.length === 0 ? [issue.expected] : [],
    ),
  )
  const allowed = [...new Set(kinds.map(kindOf))].join(' or ')
  return [{ path, what: `${found(valueAt(input, path))} Allowed: ${allowed}.` }]
}

function wrongType(
  schema: z.core.$ZodType,
  expected: string,
  path: readonly PropertyKey[],
  input: unknown,
): Problem {
  const key = path.at(-1)
  const value = valueAt(input, path)
  const parent = valueAt(input, path.slice(0, -1))
  const inner = schemaAt(schema, path, input)
  if (value === undefined && typeof key === 'string' && typeof parent === 'object' && parent !== null) {
    const description = inner instanceof z.ZodType ? inner.description : undefined
    const meaning = description === undefined ? '.' : `: ${inShort(description)}`
    return { path, what: `The key \`${key}\` is missing${meaning} ${allowedHere(inner, expected)}` }
  }
  const text = expected === 'string'
  const quotes = text && ['number', 'boolean'].includes(typeof value) ? ' Put it into quotes.' : ''
  const comment = text && value === null ? ' An unquoted # begins a comment in YAML.' : ''
  return { path, what: `${found(value)} ${allowedHere(inner, expected)}${quotes}${comment}` }
}

/** The first clause of what docs/configuration.md says about a key, without its links. */
function inShort(description: string): string {
  const [clause = ''] = description.split(/[.:;](?= |$)/)
  return `${clause.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')}.`
}

/** The shape's own words (“Allowed: an AWS region …”) where it has some, else the kind of value. */
function allowedHere(schema: z.core.$ZodType | undefined, expected: string): string {
  if (expected === 'string' && schema instanceof z.ZodString) {
    const issue = z.safeParse(schema, '\0').error?.issues[0]
    if (issue !== undefined) return issue.message
  }
  return `Allowed: ${kindOf(expected)}.`
}

function notOneOf(allowed: readonly string[], path: readonly PropertyKey[], value: unknown): Problem {
  const meant = typeof value === 'string' ? nearest(value, allowed) : undefined
  const hint = meant === undefined ? '' : ` Did you mean \`${meant}\`?`
  return { path, what: `${notAllowed(value)}${hint} Allowed: ${allowed.join(', ')}.` }
}

function outOfRange(
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
  path: readonly PropertyKey[],
  value: unknown,
): Problem {
  const small = issue.code === 'too_small'
  const limit = small ? issue.minimum : issue.maximum
  const bound = `${small ? 'at least' : 'at most'} ${limit}`
  if (issue.origin === 'array') {
    const length = Array.isArray(value) ? value.length : 0
    return { path, what: `The list has ${length} entries. Allowed: ${bound}.` }
  }
  if (issue.origin === 'string') return { path, what: `${notAllowed(value)} ${issue.message}` }
  const exclusive = issue.inclusive === false ? `${small ? 'more than' : 'less than'} ${limit}` : bound
  return { path, what: `${notAllowed(value)} Allowed: ${exclusive}.` }
}

function timeZoneHint(path: readonly PropertyKey[], value: unknown): string {
  if (path.at(-1) !== 'timeZone' || typeof value !== 'string') return ''
  const names = Intl.supportedValuesOf('timeZone')
  const meant =
    nearest(value, names) ??
    names.find((name) => name.slice(name.lastIndexOf('/') + 1).toLowerCase() === value.toLowerCase())
  return meant === undefined ? '' : ` Did you mean \`${meant}\`?`
}

function notAllowed(value: unknown): string {
  const shown = showValue(value)
  return `${shown.charAt(0).toUpperCase()}${shown.slice(1)} is not allowed.`
}

function found(value: unknown): string {
  return value === undefined || value === null ? 'Nothing is written here.' : `Found ${showValue(value)}.`
}

function kindOf(expected: string): string {
  switch (expected) {
    case 'string':
      return 'a text'
    case 'number':
      return 'a number'
    case 'int':
      return 'a whole number'
    case 'boolean':
      return 'true or false'
    case 'array':
      return 'a list'
    case 'object':
    case 'record':
      return 'a map of keys'
    default:
      return expected
  }
}
