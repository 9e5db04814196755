import { masked, maskSecrets, namesSecret } from './mask.js'

/** Deeper, longer and more than this is nothing to read in a log. */
const mostDepth = 6
const mostEntries = 100
const mostCharacters = 8_000

/**
 * What of an error is written down beside its type, message and stack. Whatever a library hangs on its errors besides stays out: ioredis the
 * arguments of the command (of AUTH: the password), the AWS SDK the raw answer, Slack's client headers and bodies, others their configuration.
 */
const keptFields = [
  'code',
  'errno',
  'syscall',
  'address',
  'port',
  'hostname',
  'status',
  'statusCode',
  'action',
  'kind',
  'what',
  'next',
  'requestId',
  'retryAfter',
  '$fault',
  '$service',
] as const

/** A value for the log: texts masked and cut, errors reduced, values under a secret's name hidden. Never throws, whatever it is given. */
export function loggable(value: unknown): unknown {
  return walk(value, 0)
}

function walk(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return short(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  if (depth > mostDepth) return '[…]'
  if (value instanceof Error) return errorAt(value, depth)
  if (Array.isArray(value)) return value.slice(0, mostEntries).map((item) => walk(item, depth + 1))
  const prototype: unknown = Object.getPrototypeOf(value)
  // An instance of a class carries what it works with: connections, settings, whole answers.
  if (prototype !== Object.prototype && prototype !== null) return `[${nameOf(value)}]`
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, mostEntries)
      .map(([name, inner]) => [name, isHidden(name, inner) ? masked : walk(inner, depth + 1)]),
  )
}

function isHidden(name: string, value: unknown): boolean {
  return namesSecret(name) && value !== undefined && value !== null && typeof value !== 'boolean'
}

function errorAt(error: Error, depth: number): unknown {
  if (depth > mostDepth) return '[…]'
  const fields = error as unknown as Readonly<Record<string, unknown>>
  const plain = keptFields.flatMap((name) => {
    const value = read(fields, name)
    return typeof value === 'string' || typeof value === 'number' ? [[name, walk(value, depth)] as const] : []
  })
  const cause = read(fields, 'cause')
  const errors = read(fields, 'errors')
  return {
    type: nameOf(error),
    message: short(String(read(fields, 'message') ?? '')),
    ...Object.fromEntries(plain),
    ...aboutAws(read(fields, '$metadata')),
    ...aboutRedis(read(fields, 'command')),
    ...aboutSlack(read(fields, 'data')),
    stack: short(String(read(fields, 'stack') ?? '')),
    ...(cause === undefined ? {} : { cause: walk(cause, depth + 1) }),
    ...(Array.isArray(errors) ? { errors: walk(errors.slice(0, 10), depth + 1) } : {}),
  }
}

function aboutAws(metadata: unknown): Readonly<Record<string, unknown>> {
  const { requestId, httpStatusCode, attempts } = fieldsOf(metadata)
  return pick({ requestId, httpStatusCode, attempts })
}

/** The name of the command; its arguments are keys, records and passwords. */
function aboutRedis(command: unknown): Readonly<Record<string, unknown>> {
  const { name } = fieldsOf(command)
  return typeof name === 'string' ? { command: short(name) } : {}
}

/** What Slack says of a refusal: https://docs.slack.dev/apis/web-api/#responses */
function aboutSlack(data: unknown): Readonly<Record<string, unknown>> {
  const { error, needed, provided, response_metadata: metadata } = fieldsOf(data)
  const messages = fieldsOf(metadata)['messages']
  const said = Array.isArray(messages) ? { messages: walk(messages.slice(0, 10), mostDepth) } : {}
  return { ...pick({ slackError: error, needed, provided }), ...said }
}

function pick(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, walk(value, 0)]] : [],
    ),
  )
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

/** Fields may be getters that throw. */
function read(fields: Readonly<Record<string, unknown>>, name: string): unknown {
  try {
    return fields[name]
  } catch {
    return undefined
  }
}

function nameOf(value: object): string {
  const fields = value as Readonly<Record<string, unknown>>
  const name = read(fields, 'name')
  if (value instanceof Error && typeof name === 'string' && name !== 'Error') return short(name)
  return short((fields['constructor'] as { name?: string } | undefined)?.name ?? 'object')
}

function short(text: string): string {
  const whole = maskSecrets(text.slice(0, mostCharacters * 2))
  return whole.length > mostCharacters ? `${whole.slice(0, mostCharacters)}…` : whole
}
