import type { LogEvent } from '../aws/logs.js'
import type { LogLine } from '../core/logs.js'
import { requestIn, wordsForRequest } from './access-line.js'
import { readJsonLine } from './json-line.js'
import { cutAt, keep, longestKept } from './keep.js'
import { levelOfStatus, levelOfText, worse } from './levels.js'
import { taskOf } from './streams.js'
import { exceptionIn } from './trace.js'

/** JSON is read before it is shortened, up to here. */
const longestJson = 300_000
const longestMessage = 1_000

/** Understands one event. Pure; never throws, whatever was written. */
export function readLine({ at, stream, text }: LogEvent): LogLine {
  const task = taskOf(stream)
  const about = { at, stream, ...(task === undefined ? {} : { task }) }
  const json = text.length <= longestJson ? readJsonLine(text) : undefined
  const { kept, notKept } = json === undefined ? keep(text) : cut(json.whole)
  const left = notKept === 0 ? {} : { notKept }
  if (json !== undefined) {
    const level = json.level === undefined ? {} : { level: json.level }
    return { ...about, ...level, message: oneLine(json.message), fields: json.fields, whole: kept, ...left }
  }
  const { level, message, fields } = understand(kept)
  return {
    ...about,
    ...(level === undefined ? {} : { level }),
    message: oneLine(message),
    fields,
    whole: kept,
    ...left,
  }
}

function understand(text: string): Pick<LogLine, 'level' | 'message' | 'fields'> {
  const trace = exceptionIn(text)
  if (trace !== undefined) {
    const told = levelOfText(trace.before)
    const before = withoutHead(trace.before.split('\n')[0] ?? '')
    const fields = before === '' ? [] : [{ name: 'while', value: cutAt(before, 120) }]
    return { level: worse(told, 'error') ?? 'error', message: trace.exception, fields }
  }
  const request = requestIn(text)
  if (request !== undefined) {
    const level = levelOfStatus(request.status) ?? levelOfText(text) ?? 'info'
    const { method, path, status, milliseconds } = request
    const took = milliseconds === undefined ? undefined : `${milliseconds} ms`
    return { level, message: wordsForRequest(method, path, status, took), fields: [] }
  }
  const level = levelOfText(text)
  return { ...(level === undefined ? {} : { level }), message: withoutHead(text), fields: [] }
}

function cut(text: string): { readonly kept: string; readonly notKept: number } {
  return { kept: cutAt(text, longestKept), notKept: Math.max(0, text.length - longestKept) }
}

const timeHead =
  /^\s*[[(]?(?:\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d{1,9})?\s?(?:Z|UTC|[+-]\d\d:?\d\d)?|\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)[\])]?[\s|:-]*/
const levelHead =
  /^[[(<]?\s{0,4}(?:TRACE|DEBUG|VERBOSE|INFO|NOTICE|WARN|WARNING|ERR|ERROR|SEVERE|CRIT|CRITICAL|FATAL|trace|debug|info|notice|warn|warning|error|crit|alert|emerg)\s{0,4}(?:[\])>]:?|:|\s[|-]|(?=\s))\s*/

/** Process, thread and connection: `29#29: *54565 `. */
const nginxHead = /^\d+#\d+: (?:\*\d+ )?/

/** Without the time and level at its beginning: they have columns of their own. */
function withoutHead(text: string): string {
  const rest = text.replace(timeHead, '').replace(levelHead, '').replace(nginxHead, '')
  return rest.trim() === '' ? text : rest
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
