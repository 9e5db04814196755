import type { LogLevel } from '../core/logs.js'
import { masked, namesSecret } from '../core/mask.js'
import { isObject } from '../core/mask-data.js'
import { wordsForRequest } from './access-line.js'
import { keep } from './keep.js'
import { levelOfNumber, levelOfPythonNumber, levelOfStatus, levelOfWord, worse } from './levels.js'
import { maskJson } from './mask-json.js'
import { exceptionIn } from './trace.js'

export interface JsonLine {
  readonly level?: LogLevel
  readonly message: string
  readonly fields: readonly { readonly name: string; readonly value: string }[]
  /** The same JSON with its secrets masked. */
  readonly whole: string
}

type Fields = ReadonlyMap<string, unknown>

/** Fields looked at on the first level; a line with more is shown by its first ones. */
const mostFields = 400
const mostShown = 3
const longestValue = 60

const messageNames = [
  'message',
  'msg',
  'event',
  'text',
  'error.message',
  'err.message',
  'error',
  'exception',
  'detail',
  'log',
]
const levelNames = ['level', 'severity', 'levelname', 'lvl', 'log.level', 'loglevel', 'level_name']
const methodNames = ['method', 'request.method', 'req.method', 'http.method', 'http_method', 'request_method']
const pathNames = [
  'path',
  'request.path',
  'req.url',
  'url',
  'request.url',
  'http.path',
  'uri',
  'request_uri',
  'http.url',
  'request_path',
]
const statusNames = [
  'status',
  'status_code',
  'statusCode',
  'res.statusCode',
  'response.status',
  'http.status_code',
  'http_status',
  'response.status_code',
]
const millisecondNames = [
  'duration_ms',
  'durationMs',
  'response_time_ms',
  'responseTime',
  'elapsed_ms',
  'latency_ms',
  'took_ms',
  'duration',
  'response_time',
  'elapsed',
  'latency',
]
const traceNames = [
  'exc_info',
  'traceback',
  'stack',
  'stack_trace',
  'stacktrace',
  'err.stack',
  'error.stack',
  'exception',
]
/** Known already from elsewhere in the answer, or of no use to a reader. */
const dull =
  /^(?:@?timestamp|time|ts|date|asctime|created|msecs|pid|hostname|host|v|version|thread|threadname|processname|process|lineno|module|funcname|pathname|filename|levelno|relativecreated|taskname|service|env|environment)$/i

/** A line that is one JSON object, by field; undefined for any other. Pure; never throws. */
export function readJsonLine(text: string): JsonLine | undefined {
  const fields = fieldsOf(text)
  if (fields === undefined) return undefined
  const whole = maskJson(Object.fromEntries(fields.own))
  if (whole === undefined) return undefined
  const used = new Set<string>()
  const take = (names: readonly string[]) => takeFrom(fields.all, names, used)
  const status = numberOf(take(statusNames))
  const told = levelIn(take(levelNames), numberOf(take(['levelno'])))
  const level = worse(told, levelOfStatus(status ?? 0))
  const method = textOf(take(methodNames)) ?? ''
  const path = textOf(take(pathNames)) ?? ''
  const duration = durationOf(fields.all, used)
  const trace = textOf(take(traceNames))
  const exception = trace === undefined ? undefined : exceptionIn(trace)
  const said = textOf(take(messageNames))
  const request = path === '' ? undefined : wordsForRequest(method, path, status, duration)
  const spoken = [exception?.exception, said, request]
  const message = [...new Set(spoken)].filter((part) => part !== undefined && part !== '').join(' · ')
  const others = usefulFields(fields.all, used)
  const statusAlone = path === '' && status !== undefined ? [{ name: 'status', value: String(status) }] : []
  return {
    ...(level === undefined ? {} : { level }),
    message: message === '' ? whole : keep(message).kept,
    fields: message === '' ? [] : [...statusAlone, ...others].slice(0, mostShown),
    whole,
  }
}

function fieldsOf(
  text: string,
): { readonly own: readonly (readonly [string, unknown])[]; readonly all: Fields } | undefined {
  const trimmed = text.trim()
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) return undefined
  let parsed: unknown
  try {
    parsed = JSON.parse(trimmed)
  } catch {
    return undefined
  }
  if (!isObject(parsed)) return undefined
  const own = Object.entries(parsed)
  const all = new Map<string, unknown>()
  for (const [name, value] of own.slice(0, mostFields)) {
    all.set(name, value)
    if (!isObject(value)) continue
    for (const [inner, innerValue] of Object.entries(value).slice(0, 40))
      all.set(`${name}.${inner}`, innerValue)
  }
  return { own, all }
}

function takeFrom(all: Fields, names: readonly string[], used: Set<string>): unknown {
  for (const name of names) {
    const value = all.get(name)
    if (value === undefined || value === null || value === '' || isObject(value)) continue
    used.add(name)
    return value
  }
  return undefined
}

function levelIn(told: unknown, python: number | undefined): LogLevel | undefined {
  if (typeof told === 'string') return /^\d+$/.test(told) ? levelOfNumber(Number(told)) : levelOfWord(told)
  if (typeof told === 'number') return levelOfNumber(told)
  return python === undefined ? undefined : levelOfPythonNumber(python)
}

function durationOf(all: Fields, used: Set<string>): string | undefined {
  const name = millisecondNames.find((candidate) => numberOf(all.get(candidate)) !== undefined)
  if (name === undefined) return undefined
  used.add(name)
  const value = numberOf(all.get(name)) ?? 0
  // Without a unit in its name nobody can tell seconds from milliseconds, except where the logger is known.
  const unit = /ms$/i.test(name) || name === 'responseTime' ? ' ms' : ''
  return `${unit === '' ? `${name} ` : ''}${Number(value.toPrecision(4))}${unit}`
}

function usefulFields(all: Fields, used: ReadonlySet<string>): { name: string; value: string }[] {
  const shown: { name: string; value: string }[] = []
  for (const [name, value] of all) {
    if (shown.length === mostShown) break
    const known = used.has(name) || dull.test(name) || name.length > 40 || /[\n\r]/.test(name)
    const text = known ? undefined : textOf(value)
    if (text === undefined || text === '' || text.length > longestValue || text.includes('\n')) continue
    shown.push({ name: keep(name).kept, value: namesSecret(name) ? masked : keep(text).kept })
  }
  return shown
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : undefined
}
