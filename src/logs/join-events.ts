import type { LogEvent } from '../aws/logs.js'
import { insideKeyBlock, masked } from '../core/mask.js'
import { exceptionIn, frame } from './trace.js'

/** ms between two events that may belong to one trace: an application writes it at once. */
const apart = 1_500
const mostJoined = 400
const longestJoined = 64_000

/**
 * Puts together what the log driver cut at line breaks: stack traces, and private keys, whose single lines nothing would recognise any
 * more. An event keeps the time of its first line.
 * @param events oldest first, of any streams mixed
 */
export function joinEvents(events: readonly LogEvent[]): readonly LogEvent[] {
  const open = new Map<string, Joining>()
  const joined: Joining[] = []
  for (const event of events) {
    const before = open.get(event.stream)
    if (before !== undefined && belongs(before, event)) {
      before.texts.push(event.text)
      before.length += event.text.length
      before.last = event.at
      if (pythonHead.test(event.text)) before.waitsForException = true
      else if (/^\S/.test(event.text)) before.waitsForException = false
      continue
    }
    const started = {
      event,
      texts: [event.text],
      length: event.text.length,
      last: event.at,
      waitsForException: startsTrace(event.text),
    }
    open.set(event.stream, started)
    joined.push(started)
  }
  return joined
    .map(({ event, texts }) => (texts.length === 1 ? event : { ...event, text: texts.join('\n') }))
    .map(withoutKey)
}

interface Joining {
  readonly event: LogEvent
  readonly texts: string[]
  length: number
  last: number
  /** Python writes it after the frames, at the left edge. */
  waitsForException: boolean
}

const pythonHead = /^[ \t]*(?:Traceback \(most recent call last\):)\s*$/
const chained = /^(?:During handling of the above exception|The above exception was the direct cause)/

function startsTrace(text: string): boolean {
  return /^[ \t]*Traceback \(most recent call last\):\s*$/m.test(text) && exceptionIn(text) === undefined
}

function belongs(before: Joining, event: LogEvent): boolean {
  if (before.texts.length >= mostJoined || before.length > longestJoined) return false
  if (event.at - before.last > apart) return false
  const lastText = before.texts.at(-1) ?? ''
  if (insideKey(before.texts)) return true
  if (pythonHead.test(event.text)) {
    const continues = chained.test(lastText) || lastText.trim() === ''
    if (before.texts.length > 1) return continues
    return /\b(?:ERROR|CRITICAL|Exception)\b/.test(lastText)
  }
  if (frame.test(event.text) || /^\s*Caused by: /.test(event.text)) return true
  // An exception has no date before it: that is the next line of the log.
  if (before.waitsForException) return !/^\[?\d{4}[-/]\d\d[-/]\d\d/.test(event.text)
  return before.texts.length > 1 && (event.text.trim() === '' || chained.test(event.text))
}

function insideKey(texts: readonly string[]): boolean {
  const begun = texts.findLastIndex((text) => /-{4,5} ?BEGIN /.test(text))
  return begun >= 0 && insideKeyBlock(texts.slice(begun).join('\n'))
}

/** A line of base64 as keys are wrapped: what is left of a key whose beginning lies outside of what was read. */
function withoutKey(event: LogEvent): LogEvent {
  const text = event.text.trim()
  const wrapped = /^[A-Za-z0-9+/]{64}$|^[A-Za-z0-9+/]{76}$/.test(text) && !/^[0-9a-f]+$/i.test(text)
  return wrapped ? { ...event, text: masked } : event
}
