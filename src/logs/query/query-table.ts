import type { Json } from '../../core/json.js'
import type { LogQueryField } from '../../aws/log-queries.js'
import {
  formatBytes,
  type LogQueryChart,
  type LogQueryMessages,
  type LogQueryTable,
} from '../../core/log-query.js'
import { masked, maskSecrets, namesSecret } from '../../core/mask.js'
import type { Zone } from '../../core/time-zone.js'
import { groupErrors } from '../fold.js'
import { readLine } from '../read-line.js'
import { taskOf } from '../streams.js'

/** Rows as Insights gives them. */
export type LogQueryRows = readonly (readonly LogQueryField[])[]

/** Rows, columns and characters there is room for. */
export interface TableRoom {
  readonly rows: number
  /** Beside a chart, which tells most of it. */
  readonly rowsBesideChart: number
  readonly characters: number
}

/** What can be taken in without scrolling far. Slack itself takes 100 rows with the heading and 20 columns. */
export const tableInSlack: TableRoom = { rows: 20, rowsBesideChart: 8, characters: 6_000 }
export const tableInTerminal: TableRoom = { rows: 99, rowsBesideChart: 99, characters: 40_000 }

const mostColumns = 20
const longestCell = 160
const mostSeries = 6
const mostCategories = 20
const longestName = 20
const mostKinds = 5

/** What people see of a result. */
export function queryTable(rows: LogQueryRows, zone: Zone, room: TableRoom): LogQueryTable {
  const columns = columnsOf(rows).slice(0, mostColumns)
  const shown: string[][] = []
  let characters = 0
  const chart = chartOf(rows, zone)
  for (const row of rows.slice(0, chart === undefined ? room.rows : room.rowsBesideChart)) {
    const values = new Map(row.map(({ field, value }) => [field, value]))
    const cells = columns.map((column) => cell(column, values.get(column) ?? '', zone))
    characters += cells.reduce((sum, { length }) => sum + length + 1, 0)
    if (characters > room.characters && shown.length > 0) break
    shown.push(cells)
  }
  const messages = messagesOf(rows, room)
  return {
    columns,
    rows: shown,
    found: rows.length,
    ...(chart === undefined ? {} : { chart }),
    ...(messages === undefined ? {} : { messages }),
  }
}

/** Of a query that finds messages and computes nothing. */
function messagesOf(rows: LogQueryRows, room: TableRoom): LogQueryMessages | undefined {
  const own = new Set(['@timestamp', '@message', '@logStream', '@log', '@ingestionTime'])
  const found = rows.map((row) => new Map(row.map(({ field, value }) => [field, value])))
  const isMessage = (row: ReadonlyMap<string, string>) =>
    row.has('@message') &&
    instantOf(row.get('@timestamp') ?? '') !== undefined &&
    [...row.keys()].every((name) => own.has(name))
  if (found.length === 0 || !found.every(isMessage)) return undefined
  const lines = found.map((row) =>
    readLine({
      at: instantOf(row.get('@timestamp') ?? '') ?? 0,
      stream: row.get('@logStream') ?? '',
      text: row.get('@message') ?? '',
    }),
  )
  return {
    lines: lines.slice(0, room.rows).map(({ at, level, message }) => ({
      at,
      ...(level === undefined ? {} : { level }),
      message: short(message),
    })),
    kinds: groupErrors(lines)
      .slice(0, mostKinds)
      .map(({ message, count }) => ({ message: short(message), count })),
  }
}

/** Everything, for a spreadsheet (RFC 4180): times in UTC as Insights has them, what a spreadsheet would calculate is text. */
export function queryCsv(rows: LogQueryRows): string {
  const columns = columnsOf(rows)
  const lines = rows.map((row) => {
    const values = new Map(row.map(({ field, value }) => [field, value]))
    return columns.map((column) => csvCell(maskedValue(column, values.get(column) ?? ''))).join(',')
  })
  // A spreadsheet would take `@timestamp` for a formula.
  const headings = columns.map((name) => csvCell(name.replace(/^@/, '')))
  return [headings.join(','), ...lines, ''].join('\r\n')
}

/** A column that is called as a secret holds one, whatever it looks like. */
export function maskedValue(column: string, value: string): string {
  return value !== '' && namesSecret(column) ? masked : maskSecrets(value)
}

/** https://owasp.org/www-community/attacks/CSV_Injection: a cell that begins so is calculated; numbers are not meant. */
function csvCell(text: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(text) && !/^[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i.test(text)
  const safe = isFormula ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe
}

/** In the order in which they first come up: rows leave out fields they do not have. */
function columnsOf(rows: LogQueryRows): readonly string[] {
  return [...new Set(rows.flatMap((row) => row.map(({ field }) => field)))]
}

/** `2026-11-23 14:40:00.000`, UTC: how Insights writes times. */
const written = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d{1,9})?$/

function instantOf(value: string): number | undefined {
  const found = written.exec(value)
  if (found === null) return undefined
  const at = Date.parse(`${found[1]}T${found[2]}${(found[3] ?? '').slice(0, 4)}Z`)
  return Number.isNaN(at) ? undefined : at
}

function cell(column: string, value: string, zone: Zone): string {
  const at = instantOf(value)
  if (at !== undefined) return new Date(zone.wallAt(at)).toISOString().slice(0, 19).replace('T', ' ')
  if (column === '@logStream') return taskOf(value)?.slice(0, 8) ?? short(value)
  const number = numberOf(value)
  if (number !== undefined && /(?:^|_|\()bytes/i.test(column)) return formatBytes(number)
  // Whole numbers as they are: they may be ports or ids.
  if (number !== undefined && !Number.isInteger(number)) return String(Math.round(number * 100) / 100)
  return short(maskedValue(column, value.slice(0, longestCell * 20)))
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > longestCell ? `${line.slice(0, longestCell - 1)}…` : line
}

function numberOf(value: string): number | undefined {
  return /^-?\d+(?:\.\d+)?(?:E[-+]?\d+)?$/i.test(value) ? Number(value) : undefined
}

/** For a query that counts by time: one column of times, the others numbers. */
function chartOf(rows: LogQueryRows, zone: Zone): LogQueryChart | undefined {
  const columns = columnsOf(rows)
  const time =
    columns.find((column) => /^bin\s*\(/i.test(column)) ?? columns.find((column) => areTimes(rows, column))
  if (time === undefined || rows.length < 2) return undefined
  const names = columns.filter((column) => column !== time && areNumbers(rows, column)).slice(0, mostSeries)
  // A second thing to group by would put several values on one moment.
  if (names.length === 0 || names.length < columns.length - 1) return undefined
  const points = rows
    .map((row) => {
      const values = new Map(row.map(({ field, value }) => [field, value]))
      return {
        at: instantOf(values.get(time) ?? '') ?? 0,
        values: names.map((name) => Number(values.get(name) ?? 0)),
      }
    })
    .toSorted((left, right) => left.at - right.at)
  const together = Math.ceil(points.length / mostCategories)
  const groups = Array.from({ length: Math.ceil(points.length / together) }, (_, index) =>
    points.slice(index * together, (index + 1) * together),
  )
  const length = (points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0)
  return {
    categories: unique(groups.map(([first]) => label(first?.at ?? 0, length, zone))),
    series: names.map((name, column) => ({
      name: name.slice(0, longestName),
      values: groups.map((group) => {
        const values = group.map((point) => point.values[column] ?? 0)
        return Math.round((/min/i.test(name) ? Math.min(...values) : Math.max(...values)) * 100) / 100
      }),
    })),
    together,
  }
}

/** The time, and the day too where there is more than one. */
function label(at: number, length: number, zone: Zone): string {
  const wall = new Date(zone.wallAt(at)).toISOString()
  return length > 20 * 3_600_000 ? `${Number(wall.slice(8, 10))}. ${wall.slice(11, 16)}` : wall.slice(11, 16)
}

/** Slack wants each category once. */
function unique(labels: readonly string[]): readonly string[] {
  const seen = new Map<string, number>()
  return labels.map((text) => {
    const count = (seen.get(text) ?? 0) + 1
    seen.set(text, count)
    return count === 1 ? text : `${text} (${count})`
  })
}

function areTimes(rows: LogQueryRows, column: string): boolean {
  return rows.every((row) => instantOf(row.find(({ field }) => field === column)?.value ?? '') !== undefined)
}

function areNumbers(rows: LogQueryRows, column: string): boolean {
  return rows.every((row) => {
    const value = row.find(({ field }) => field === column)?.value
    return value === undefined || numberOf(value) !== undefined
  })
}

/** As data, for `--json`: whole up to this many rows. */
const mostResultRows = 500

export function resultOf(
  rows: readonly (readonly { field: string; value: string }[])[],
  found: number,
): Json {
  return {
    rows: rows
      .slice(0, mostResultRows)
      .map((row) => Object.fromEntries(row.map(({ field, value }) => [field, value]))),
    found,
  }
}
