import { type Expression, parseExpression, type Slot } from './expression.js'
import { parseExtraction } from './extract.js'
import { type Reader, readQuery, type Token } from './reader.js'
import type { Row } from './row.js'

export interface Named {
  readonly name: string
  readonly of: Expression
  /** Whether it must be worked out: plain fields are there already. */
  readonly isComputed: boolean
}

export type Stage =
  | { kind: 'filter'; holds: Expression }
  | { kind: 'compute'; apply: (row: Row) => void }
  | { kind: 'dedup'; by: Expression[] }
  | { kind: 'stats'; slots: Slot[]; results: Named[]; by: Named[] }
  | { kind: 'sort'; by: { of: Expression; isDescending: boolean }[] }
  | { kind: 'limit'; count: number }

export interface Query {
  readonly stages: readonly Stage[]
  /** What a result shows, in this order. */
  readonly columns: readonly string[]
  readonly isAggregated: boolean
}

/** The most lines a query gives. */
export const mostResults = 10_000

interface Draft {
  stages: Stage[]
  shown: string[]
  displayed: string[] | undefined
  isAggregated: boolean
}

type Command = (reader: Reader, draft: Draft) => void

const commands: Readonly<Record<string, Command>> = {
  fields(reader, draft) {
    draft.shown.push(...computed(reader, draft))
  },
  display(reader, draft) {
    draft.displayed = computed(reader, draft)
  },
  filter(reader, draft) {
    draft.stages.push({ kind: 'filter', holds: parseExpression(reader) })
  },
  parse(reader, draft) {
    const { fields, apply } = parseExtraction(reader)
    draft.stages.push({ kind: 'compute', apply })
    draft.shown.push(...fields)
  },
  stats(reader, draft) {
    const slots: Slot[] = []
    const results = list(reader, slots)
    if (slots.length === 0) throw reader.refuse(reader.peek(), 'stats has no function such as count(*)')
    const by = reader.takeWord('by') ? list(reader) : []
    draft.stages.push({ kind: 'stats', slots, results, by })
    draft.shown = [...by, ...results].map(({ name }) => name)
    draft.displayed = undefined
    draft.isAggregated = true
  },
  sort(reader, draft) {
    const by: { of: Expression; isDescending: boolean }[] = []
    do {
      const of = byName(reader)
      const isDescending = reader.takeWord('desc')
      if (!isDescending) reader.takeWord('asc')
      by.push({ of, isDescending })
    } while (reader.takeSign(','))
    draft.stages.push({ kind: 'sort', by })
  },
  limit(reader, draft) {
    const token = reader.take()
    const count = Number(token.text)
    if (token.kind !== 'number' || !Number.isInteger(count) || count < 1 || count > mostResults) {
      throw reader.refuse(token, `limit must be a number from 1 to ${mostResults}, not ${token.text},`)
    }
    draft.stages.push({ kind: 'limit', count })
  },
  dedup(reader, draft) {
    const by: Expression[] = []
    do by.push(parseExpression(reader))
    while (reader.takeSign(','))
    draft.stages.push({ kind: 'dedup', by })
  },
}

/** Parses a query. Refuses what makes no sense with MalformedQueryException and the place. */
export function parseQuery(text: string): Query {
  const reader = readQuery(text)
  const draft: Draft = { stages: [], shown: [], displayed: undefined, isAggregated: false }
  do {
    const name = reader.take()
    const command = name.kind === 'word' ? commands[name.text.toLowerCase()] : undefined
    if (command === undefined) {
      const what =
        name.kind === 'word' ? `unknown command ${name.text}` : `unexpected symbol found ${name.text}`
      throw reader.refuse(name, what)
    }
    command(reader, draft)
  } while (reader.takeSign('|'))
  if (reader.peek().kind !== 'end') throw reader.refuse(reader.peek())
  return { stages: draft.stages, columns: columnsOf(draft), isAggregated: draft.isAggregated }
}

function columnsOf({ displayed, shown, isAggregated }: Draft): string[] {
  const columns = displayed ?? (shown.length === 0 ? ['@timestamp', '@message'] : shown)
  return [...new Set(isAggregated ? columns : [...columns, '@ptr'])]
}

function list(reader: Reader, slots?: Slot[]): Named[] {
  const items: Named[] = []
  do {
    const start = reader.peek()
    const of = parseExpression(reader, slots)
    const written = reader.textFrom(start)
    const isComputed = !isField(start, written)
    const name = reader.takeWord('as')
      ? alias(reader)
      : start.kind === 'quotedField' && !isComputed
        ? start.text
        : written
    items.push({ name, of, isComputed: isComputed || name !== start.text })
  } while (reader.takeSign(','))
  return items
}

function isField(start: Token, written: string): boolean {
  if (start.kind === 'word') return written === start.text
  return start.kind === 'quotedField' && written === `\`${start.text}\``
}

function alias(reader: Reader): string {
  const token = reader.take()
  if (token.kind !== 'word' && token.kind !== 'quotedField') throw reader.refuse(token)
  return token.text
}

function computed(reader: Reader, draft: Draft): string[] {
  const items = list(reader)
  for (const { name, of, isComputed } of items) {
    if (isComputed) draft.stages.push({ kind: 'compute', apply: (row) => row.set(name, of(row)) })
  }
  return items.map(({ name }) => name)
}

/** What is sorted by: an expression, or a result under the very words it was written with, such as `count(*)`. */
function byName(reader: Reader): Expression {
  const start = reader.peek()
  const slots: Slot[] = []
  const of = parseExpression(reader, slots)
  const written = reader.textFrom(start)
  return (row) => row.get(written) ?? (slots.length > 0 ? undefined : of(row))
}
