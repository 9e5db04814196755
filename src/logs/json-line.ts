import type { LogLevel } from '../core/logs.js'
import { masked, namesSecret } from '../core/mask.js'
import { wordsForRequest } from './access-line.js'
import { wordsForMetrics } from './embedded-metrics.js'
import { isGoodHealthCheck } from './health-check.js'
import { jsonLevel } from './json-level.js'
import { readFields, type JsonFields, numberOf, textOf } from './json-fields.js'
import {
  dull,
  failureNames,
  messageNames,
  methodNames,
  millisecondNames,
  pathNames,
  statusNames,
  templateNames,
  traceNames,
} from './json-names.js'
import { keep } from './keep.js'
import { levelOfStatus, worse } from './levels.js'
import { maskJson } from './mask-json.js'
import { exceptionIn } from './trace.js'

export interface Understood {
  readonly level?: LogLevel
  readonly message: string
  readonly fields: readonly { readonly name: string; readonly value: string }[]
  /** A health check that was answered well. */
  readonly healthCheck?: true
}

export interface JsonLine extends Understood {
  /** The same JSON with its secrets masked. */
  readonly whole: string
}

const mostShown = 3
const longestValue = 60

/**
 * A line that is one JSON object, by field; undefined for any other. Pure; never throws.
 * @param understand reads the text of a line that is wrapped in this one
 */
export function readJsonLine(text: string, understand: (inner: string) => Understood): JsonLine | undefined {
  const fields = readFields(text)
  if (fields === undefined) return undefined
  const own = Object.fromEntries(fields.own)
  const whole = maskJson(own)
  if (whole === undefined) return undefined
  const metrics = wordsForMetrics(own)
  const status = numberOf(fields.take(statusNames, numberOf))
  const path = textOf(fields.take(pathNames)) ?? requestOf(fields, 'path') ?? ''
  const method = textOf(fields.take(methodNames)) ?? requestOf(fields, 'method') ?? ''
  const duration = durationOf(fields)
  const trace = traceOf(fields.take(traceNames, traceOf))
  const exception = trace === undefined ? undefined : exceptionIn(trace)
  const told = jsonLevel(fields)
  const said = metrics === undefined || fields.has(['message', 'msg']) ? saidIn(fields) : metrics
  const inner = said === undefined || said === metrics ? undefined : innerOf(said, told, understand)
  const request = path === '' ? undefined : wordsForRequest(method, path, status, duration)
  const spoken = [exception?.exception, inner?.message ?? (said === trace ? undefined : said), request]
  const message = [...new Set(spoken)].filter((part) => part !== undefined && part !== '').join(' · ')
  // A status among metrics is a figure or a dimension of one.
  const ofStatus = metrics !== undefined && path === '' ? undefined : levelOfStatus(status ?? 0)
  const ofText = told ?? inner?.level ?? (metrics === undefined ? failureIn(fields, exception) : undefined)
  const level = worse(ofText, ofStatus)
  const others = [...(inner?.fields ?? []), ...(metrics === undefined ? usefulFields(fields) : [])]
  const statusAlone = path === '' && status !== undefined ? [{ name: 'status', value: String(status) }] : []
  const healthCheck = inner?.healthCheck === true || isGoodHealthCheck({ path, status }, whole)
  return {
    ...(level === undefined ? {} : { level }),
    message: message === '' ? whole : keep(message).kept,
    fields:
      message === '' ? [] : [...(metrics === undefined ? statusAlone : []), ...others].slice(0, mostShown),
    ...(healthCheck && (path !== '' || inner?.healthCheck === true) ? { healthCheck } : {}),
    whole,
  }
}

/** What it says in words: the message; a template with its values filled in; `log` of a router. */
function saidIn(fields: JsonFields): string | undefined {
  const said = textOf(fields.take(messageNames.slice(0, 4)))
  if (said !== undefined) return said
  const template = textOf(fields.take(templateNames))
  if (template === undefined) return textOf(fields.take(messageNames))
  return template.replace(/\{[@$]?(\w{1,60})(?:[,:][^}]{0,40})?\}/g, (hole, name: string) => {
    const value = textOf(
      fields.take([name.toLowerCase(), `properties.${name.toLowerCase()}`, `state.${name.toLowerCase()}`]),
    )
    return value ?? hole
  })
}

/** A message that is a line of its own: JSON again, or, where nothing else says a level, text that begins with one. */
function innerOf(
  said: string,
  told: LogLevel | undefined,
  understand: (inner: string) => Understood,
): Understood | undefined {
  if (/^\s*\{.*\}\s*$/s.test(said)) return understand(said)
  return told === undefined ? understand(said) : undefined
}

/** nginx writes `"request":"GET /x HTTP/1.1"`. */
function requestOf(fields: JsonFields, part: 'method' | 'path'): string | undefined {
  const found = /^([A-Z]{3,9}) (\S{1,2000})(?: HTTP\/[\d.]{1,4})?$/.exec(
    textOf(fields.take(['request'])) ?? '',
  )
  return found?.[part === 'method' ? 1 : 2]
}

/** log4j writes frames as a list. */
function traceOf(value: unknown): string | undefined {
  return Array.isArray(value) ? value.filter((part) => typeof part === 'string').join('\n') : textOf(value)
}

/** A line that says no level, but what went wrong. */
function failureIn(fields: JsonFields, exception: unknown): LogLevel | undefined {
  if (exception !== undefined) return 'error'
  const failed = fields.peek(failureNames, (value) =>
    typeof value === 'string' && !/^\s*(?:|none|null|nil|<nil>|false|no|0|ok)\s*$/i.test(value)
      ? value
      : undefined,
  )
  return failed === undefined ? undefined : 'error'
}

function durationOf(fields: JsonFields): string | undefined {
  const found = fields.find(millisecondNames, numberOf)
  if (found === undefined) return undefined
  const { name } = found
  // Without a unit in its name nobody can tell seconds from milliseconds, except where the logger is known.
  const unit = /ms$|milliseconds$/i.test(name) || name === 'responseTime' ? ' ms' : ''
  return `${unit === '' ? `${name} ` : ''}${Number(found.value.toPrecision(4))}${unit}`
}

function usefulFields(fields: JsonFields): { name: string; value: string }[] {
  const shown: { name: string; value: string }[] = []
  for (const [name, value] of fields.all) {
    if (shown.length === mostShown) break
    const known = fields.isUsed(name) || dull.test(name) || name.length > 40 || /[\n\r]/.test(name)
    const text = known ? undefined : textOf(value)
    if (text === undefined || text === '' || text.length > longestValue || text.includes('\n')) continue
    shown.push({ name: keep(name).kept, value: namesSecret(name) ? masked : keep(text).kept })
  }
  return shown
}
