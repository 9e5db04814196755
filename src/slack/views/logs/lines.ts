import type { LogLine } from '../../../core/logs.js'
import type { Zone } from '../../../core/time-zone.js'
import { cutPlain } from '../../../core/cut.js'
import { printable } from '../../mrkdwn.js'
import { dayAndTime, levelEmoji, shortTask, timeOf } from './words.js'

/** How much of the lines stands in a message; the rest is in a file. */
export interface LinesRoom {
  readonly lines: number
  /** Characters of one line with its columns. */
  readonly width: number
  /** Characters of all lines together. */
  readonly characters: number
}

/** In Slack: what can be taken in without scrolling far, each in one row of a window of usual width. */
export const roomInSlack: LinesRoom = { lines: 25, width: 92, characters: 5_000 }
/** A terminal scrolls; whoever wants it shorter asks for fewer lines. */
export const roomInTerminal: LinesRoom = { lines: 1_000, width: 400, characters: 500_000 }

export interface ShownLines {
  /** One line each, in columns: time, level, task, what it says. */
  readonly text: string
  readonly count: number
  /** Whether everything that the lines hold is shown. */
  readonly complete: boolean
  /** The task of all of them, which then has no column. */
  readonly task?: string
}

/** The first lines, in their order, as many as there is room for. */
export function showLines(
  lines: readonly LogLine[],
  zone: Zone,
  room: LinesRoom,
  mark?: (line: LogLine) => boolean,
): ShownLines {
  const tasks = new Set(lines.map(({ task }) => task))
  const [only] = tasks
  const one = tasks.size === 1
  const days = new Set(lines.map(({ at }) => Math.floor(zone.wallAt(at) / 86_400_000)))
  const time = days.size > 1 ? dayAndTime : timeOf
  const width = lines.reduce((most, { at }) => Math.max(most, time(at, zone).length), 0)
  const shown: string[] = []
  let characters = 0
  let cut = false
  for (const line of lines.slice(0, room.lines)) {
    const columns = [
      ...(mark === undefined ? [] : [mark(line) ? '▶' : ' ']),
      time(line.at, zone).padStart(width),
      levelEmoji(line.level),
      ...(one ? [] : [(line.task === undefined ? '' : shortTask(line.task)).padEnd(8)]),
    ].join(' ')
    const what = says(line)
    const said = cutPlain(what, room.width - columns.length - 1)
    characters += columns.length + said.length + 2
    if (characters > room.characters) break
    cut ||= said !== what || line.whole.includes('\n') || line.notKept !== undefined
    shown.push(`${columns} ${said}`)
  }
  return {
    text: shown.join('\n'),
    count: shown.length,
    complete: !cut && shown.length === lines.length,
    ...(one && only !== undefined ? { task: only } : {}),
  }
}

/** What a line says, on one line, with a few of its fields. */
export function says({ message, fields, whole, notKept }: LogLine): string {
  const more = whole.split('\n').length - 1
  const parts = [
    message === '' ? '(empty)' : message,
    ...fields.map(({ name, value }) => `${name}=${value}`),
    ...(more > 0 ? [`(+${more} ${more === 1 ? 'line' : 'lines'})`] : []),
    ...(notKept === undefined ? [] : [`(+${notKept.toLocaleString('en')} characters)`]),
  ]
  return printable(parts.join('  ')).replace(/\s*\n\s*/g, ' ')
}

/** A trace of which otherwise only the last line is shown, is shown whole up to here. */
const longestTrace = 2_500

/** As much of a trace as there is room for: its end is what tells. */
export function endOfTrace(whole: string): string {
  const text = printable(whole).trimEnd()
  if (text.length <= longestTrace) return text
  const end = text.slice(-longestTrace)
  return `…\n${end.slice(end.indexOf('\n') + 1)}`
}
