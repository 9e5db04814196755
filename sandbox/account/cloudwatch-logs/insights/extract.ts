import type { Reader } from './reader.js'
import type { Row } from './row.js'
import { type Expression, parseExpression } from './expression.js'
import { textOf } from './values.js'

/** Takes fields out of a text: `parse @message "a * b" as x` or `parse @message /(?<x>…)/`. */
export interface Extraction {
  readonly fields: readonly string[]
  readonly apply: (row: Row) => void
}

export function parseExtraction(reader: Reader): Extraction {
  let of: Expression = (row) => row.get('@message')
  let regex = reader.takeRegex()
  if (regex === undefined && reader.peek().kind !== 'text') {
    of = fieldOnly(reader)
    regex = reader.takeRegex()
  }
  if (regex !== undefined) return byRegex(reader, of, regex)
  const glob = reader.take()
  if (glob.kind !== 'text') throw reader.refuse(glob)
  if (!reader.takeWord('as')) throw reader.refuse(reader.peek(), 'parse needs names after as, but has none')
  const fields: string[] = []
  do {
    const field = reader.take()
    if (field.kind !== 'word' && field.kind !== 'quotedField') throw reader.refuse(field)
    fields.push(field.text)
  } while (reader.takeSign(','))
  const parts = glob.text.split('*')
  if (parts.length - 1 !== fields.length) {
    throw reader.refuse(glob, `parse has ${parts.length - 1} asterisks for ${fields.length} names`)
  }
  return { fields, apply: extracting(of, globRegex(parts), fields) }
}

/** A field or a function, but no division: what follows may be a regular expression. */
function fieldOnly(reader: Reader): Expression {
  const token = reader.peek()
  if (token.kind === 'quotedField') {
    reader.take()
    return (row) => row.get(token.text)
  }
  if (token.kind !== 'word') throw reader.refuse(token)
  if (reader.query.slice(token.end).trimStart().startsWith('(')) return parseExpression(reader)
  reader.take()
  return (row) => row.get(token.text)
}

function byRegex(reader: Reader, of: Expression, regex: RegExp): Extraction {
  const fields = [...regex.source.matchAll(/\(\?<([A-Za-z_]\w*)>/g)].map(([, name = '']) => name)
  if (fields.length === 0)
    throw reader.refuse(reader.peek(), 'the regular expression of parse has no named groups')
  return {
    fields,
    apply(row) {
      const groups = regex.exec(textOf(of(row)))?.groups
      if (groups !== undefined) for (const field of fields) row.set(field, groups[field])
    },
  }
}

/** Each asterisk takes as little as it can, the last one at the end of the pattern all that is left. */
function globRegex(parts: readonly string[]): RegExp {
  const literals = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const isOpen = parts.at(-1) === ''
  const body = literals.join('([^]*?)')
  return new RegExp(isOpen ? body.replace(/\(\[\^\]\*\?\)$/, '([^]*)') : body)
}

function extracting(of: Expression, regex: RegExp, fields: readonly string[]): (row: Row) => void {
  return (row) => {
    const found = regex.exec(textOf(of(row)))
    if (found === null) return
    for (const [index, field] of fields.entries()) row.set(field, found[index + 1])
  }
}
