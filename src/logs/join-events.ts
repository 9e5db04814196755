import type { LogEvent } from '../aws/logs.js'
import { insideKeyBlock, masked } from '../core/mask.js'
import { exceptionIn, frame } from './trace.js'
import { unwrap } from './unwrap.js'

/** ms between two events that may belong to one trace: an application writes it at once. */
const apart = 1_500
const mostJoined = 400
const longestJoined = 64_000

/**
 * Takes out of a log router's objects what containers wrote, and puts together what the log driver cut at line breaks: stack traces, and
 * private keys, whose single lines nothing would recognise any more. An event keeps the time of its first line.
 * @param events oldest first, of any streams mixed
 */
export function joinEvents(events: readonly LogEvent[]): readonly LogEvent[] {
  const open = new Map<string, Joining>()
  const joined: Joining[] = []
  for (const sent of events) {
    const text = unwrap(sent.text)
    const event = text === sent.text ? sent : { ...sent, text }
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
  if (frame.test(event.text) || /^\s*(?:Caused by: |Suppressed: )/.test(event.text)) return true
  if (continuesGo(before.texts, event.text) || continuesPhp(before.texts, event.text)) return true
  if (continuesRust(before.texts, event.text) || continuesNode(before.texts, event.text)) return true
  // An exception has no date before it: that is the next line of the log.
  if (before.waitsForException) return !/^\[?\d{4}[-/]\d\d[-/]\d\d/.test(event.text)
  return before.texts.length > 1 && (event.text.trim() === '' || chained.test(event.text))
}

const goHead = /^(?:panic: |fatal error: |goroutine \d+ )|: panic serving |^\[signal /
/** `main.(*Server).price(0x0)`, `created by net/http.(*Server).Serve in goroutine 1`, and what stands around them; files begin with a tab. */
const goLine =
  /^(?:\s*|goroutine \d+ .{0,80}\[.*|\[signal .*|\tpanic: .*|created by \S.*|exit status \d+|[\w./*·{}[\]()-]{1,300}\(.*\))$/

function continuesGo(texts: readonly string[], next: string): boolean {
  return goHead.test(texts[0] ?? '') && goLine.test(next)
}

const phpMark = /^(?:(?:PHP )?Stack trace:|\[stacktrace\])\s*$/

/** Its frames are numbered; Laravel closes the object that they stand in. */
function continuesPhp(texts: readonly string[], next: string): boolean {
  if (phpMark.test(next)) return true
  if (!texts.some((text) => phpMark.test(text))) return false
  return /^(?:#\d+ |PHP +\d+\. |"\} ?$)/.test(next)
}

function continuesRust(texts: readonly string[], next: string): boolean {
  if (!/^thread '[^']{0,60}' (?:\(\d+\) )?panicked at /.test(texts[0] ?? '')) return false
  return texts.length === 1
    ? /panicked at \S+:$/.test(texts[0] ?? '')
    : /^(?:note: |stack backtrace:)/.test(next)
}

/** The line that threw is marked, and the error follows; what an error carries stands in braces; the version comes last. */
function continuesNode(texts: readonly string[], next: string): boolean {
  const [marked = '', between] = texts.slice(-2)
  if (between?.trim() === '' && /^\s*\^+\s*$/.test(marked)) return true
  if (texts.length === 1) return false
  return next === '}' || /^Node\.js v\d/.test(next)
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
