import type { LogEvent } from '../aws/logs.js'
import type { LogLine } from '../core/logs.js'
import { requestIn, wordsForRequest } from './access-line.js'
import { isGoodHealthCheck } from './health-check.js'
import { readJsonLine, type Understood } from './json-line.js'
import { cutAt, keep, longestKept } from './keep.js'
import { levelOfText } from './level-of-text.js'
import { levelOfStatus, worse } from './levels.js'
import { withoutHead } from './line-head.js'
import { readLogfmt } from './logfmt.js'
import { taskOf } from './streams.js'
import { exceptionIn } from './trace.js'
import { unwrap } from './unwrap.js'

/** JSON is read before it is shortened, up to here. */
const longestJson = 300_000
const longestMessage = 1_000
/** JSON in JSON in JSON. */
const mostLayers = 3

/** Understands one event. Pure; never throws, whatever was written. */
export function readLine({ at, stream, text: sent }: LogEvent): LogLine {
  const task = taskOf(stream)
  const about = { at, stream, ...(task === undefined ? {} : { task }) }
  const text = unwrap(sent)
  const json = text.length <= longestJson ? readJson(text, mostLayers) : undefined
  const { kept, notKept } = json === undefined ? keep(text) : cut(json.whole)
  const { level, message, fields, healthCheck } = json ?? understand(kept)
  return {
    ...about,
    ...(level === undefined ? {} : { level }),
    message: oneLine(message),
    fields,
    whole: kept,
    ...(healthCheck === true ? { healthCheck } : {}),
    ...(notKept === 0 ? {} : { notKept }),
  }
}

function readJson(text: string, layers: number): ReturnType<typeof readJsonLine> {
  return readJsonLine(
    text,
    (inner) => (layers > 1 ? readJson(inner, layers - 1) : undefined) ?? understand(inner),
  )
}

function understand(text: string): Understood {
  const trace = exceptionIn(text)
  if (trace !== undefined) return understandTrace(trace)
  const request = requestIn(text)
  if (request !== undefined) {
    const level = levelOfStatus(request.status) ?? levelOfText(text) ?? 'info'
    const { method, path, status, milliseconds } = request
    const took = milliseconds === undefined ? undefined : `${milliseconds} ms`
    const isCheck = isGoodHealthCheck(request, text)
    return {
      level,
      message: wordsForRequest(method, path, status, took),
      fields: [],
      ...(isCheck ? { healthCheck: true } : {}),
    }
  }
  const pairs = readLogfmt(text)
  if (pairs !== undefined) return pairs
  const level = levelOfText(text)
  return { ...(level === undefined ? {} : { level }), message: withoutHead(text), fields: [] }
}

function understandTrace({
  exception,
  before,
  isLogged,
}: NonNullable<ReturnType<typeof exceptionIn>>): Understood {
  const told = worse(levelOfText(isLogged === true ? exception : before), 'error')
  const level = told ?? 'error'
  if (isLogged === true) return { level, message: withoutHead(exception), fields: [] }
  const said = withoutHead(before.split('\n')[0] ?? '')
  return {
    level,
    message: exception,
    fields: said === '' ? [] : [{ name: 'while', value: cutAt(said, 120) }],
  }
}

function cut(text: string): { readonly kept: string; readonly notKept: number } {
  return { kept: cutAt(text, longestKept), notKept: Math.max(0, text.length - longestKept) }
}

function oneLine(text: string): string {
  return cutAt(
    text
      .slice(0, longestMessage * 2)
      .replace(/\s+/g, ' ')
      .trim(),
    longestMessage,
  )
}
