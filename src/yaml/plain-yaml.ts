/** A document of plain maps, lists, texts and numbers. */
export interface PlainYaml {
  readonly data: Readonly<Record<string, unknown>>
  /** The line (from 1) in which a map of it begins. */
  readonly lineOf: (map: object) => number | undefined
}

/** Nested deeper than this it is for the real parser to refuse. */
const mostLevels = 24

/**
 * Reads what nearly every file of ours consists of: block maps with plain keys, lists, `{ }` and `[ ]`, texts with and without quotes in one line,
 * `|`. Undefined for whatever else there is in YAML, and for all that is wrong: then `readDocument` has the word, which this never contradicts
 * (held by a test). It is here because hundreds of files are read at a start, which took the parser two thirds of the time; see docs/bench.md.
 */
export function readPlainYaml(text: string): PlainYaml | undefined {
  // Other line ends, tabs, and characters that mean something to YAML or cannot be seen.
  if (/[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]/.test(text) || !text.endsWith('\n')) return undefined
  const reader = new Reader(text)
  const data = reader.document()
  return data === undefined ? undefined : { data, lineOf: (map) => reader.lines.get(map) }
}

type PlainMap = Record<string, unknown>

/** What is read; `unread` where it is not this simple. A value of its own, because undefined and null are values. */
const unread = Symbol('unread')
type Unread = typeof unread

/** `true:` is no word in YAML. */
const key = /(?!(?:true|false|null):)([A-Za-z_][\w-]*):(?= |$)/iy
const wholeNumber = /^-?(?:0|[1-9]\d{0,14})$/
const fraction = /^-?(?:0|[1-9]\d{0,9})\.\d{1,9}$/
/** Whatever else may be a number, in this version of YAML or another. */
const numberLike = /^[-+.]?[\d.][\d_.,:]*(?:e[-+]?\d*)?$|^0[xob]|^[-+]?\.(?:inf|nan)$/i
const indicators = ',[]{}#&*!|>\'"%@`'

class Reader {
  readonly lines = new Map<object, number>()
  readonly #text: readonly string[]
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text.split('\n')
  }

  document(): PlainMap | undefined {
    if (this.#indent() !== 0) return undefined
    const map = this.#map(0)
    return map === unread || this.#indent() !== -1 ? undefined : map
  }

  get #line(): string {
    return this.#text[this.#at] ?? ''
  }

  /** How far the next line that says something is moved in; -1: there is none. Goes there. */
  #indent(): number {
    for (; this.#at < this.#text.length; this.#at += 1) {
      const line = this.#line
      let column = 0
      while (line.charCodeAt(column) === 32) column += 1
      if (column < line.length && line.charCodeAt(column) !== 35) return column
    }
    return -1
  }

  #map(column: number): PlainMap | Unread {
    if ((this.#depth += 1) > mostLevels) return unread
    const map: PlainMap = {}
    this.lines.set(map, this.#at + 1)
    do {
      key.lastIndex = column
      const [, name = ''] = key.exec(this.#line) ?? []
      if (name === '' || name === '__proto__' || Object.hasOwn(map, name)) return unread
      const value = this.#value(column + name.length + 1, column)
      if (value === unread) return unread
      map[name] = value
    } while (this.#indent() === column && !this.#isEntry(column))
    this.#depth -= 1
    return map
  }

  #isEntry(column: number): boolean {
    const line = this.#line
    return (
      line.charCodeAt(column) === 45 && (line.length === column + 1 || line.charCodeAt(column + 1) === 32)
    )
  }

  #list(column: number): unknown[] | Unread {
    if ((this.#depth += 1) > mostLevels) return unread
    const list: unknown[] = []
    do {
      let start = column + 1
      while (this.#line.charCodeAt(start) === 32) start += 1
      if (start >= this.#line.length || this.#isEntry(start)) return unread
      key.lastIndex = start
      const value = key.test(this.#line) ? this.#map(start) : this.#value(start, column)
      if (value === unread) return unread
      list.push(value)
    } while (this.#indent() === column && this.#isEntry(column))
    this.#depth -= 1
    return list
  }

  /** What stands behind a key or a dash; what belongs to it is moved in further than `parent`. Goes behind it. */
  #value(from: number, parent: number): unknown {
    const line = this.#line
    let column = from
    while (line.charCodeAt(column) === 32) column += 1
    const first = line.charAt(column)
    if (first === '' || (first === '#' && column > from)) return this.#below(parent)
    if (first === '{' || first === '[') {
      const cursor = { column }
      const value = this.#flow(cursor, parent)
      return value !== unread && this.#endsAt(cursor.column, parent) ? value : unread
    }
    if (first === '"' || first === "'") {
      const cursor = { column }
      const value = this.#quoted(cursor)
      return value !== unread && this.#endsAt(cursor.column, parent) ? value : unread
    }
    if (first === '|') return this.#literal(line.slice(column), parent)
    const comment = line.indexOf(' #', column)
    const word = line.slice(column, comment === -1 ? undefined : comment).trimEnd()
    this.#at += 1
    // A line that is moved in goes on with the text.
    return this.#indent() > parent ? unread : plain(word)
  }

  #below(parent: number): unknown {
    this.#at += 1
    const column = this.#indent()
    if (column > parent) {
      if (this.#isEntry(column)) return this.#list(column)
      return '{["\''.includes(this.#line.charAt(column)) ? this.#value(column, parent) : this.#map(column)
    }
    // A list may stand below its key without being moved in.
    return column !== -1 && column === parent && this.#isEntry(column) ? unread : null
  }

  /** Nothing else stands in the line, and nothing that is moved in below it. Goes behind it. */
  #endsAt(column: number, parent: number): boolean {
    if (!/^ *(?: #.*)?$/.test(this.#line.slice(column))) return false
    this.#at += 1
    return this.#indent() <= parent
  }

  #quoted(cursor: { column: number }): string | Unread {
    const line = this.#line
    const quote = line.charAt(cursor.column)
    let value = ''
    for (let at = cursor.column + 1; at < line.length; at += 1) {
      const character = line.charAt(at)
      const next = line.charAt(at + 1)
      if (character === quote && quote === "'" && next === "'") {
        value += "'"
        at += 1
      } else if (character === quote) {
        cursor.column = at + 1
        return value
      } else if (character === '\\' && quote === '"') {
        if (next !== '"' && next !== '\\' && next !== 'n') return unread
        value += next === 'n' ? '\n' : next
        at += 1
      } else value += character
    }
    return unread
  }

  #literal(header: string, parent: number): string | Unread {
    if (header !== '|' && header !== '|-') return unread
    this.#at += 1
    const first = this.#line
    const column = first.search(/[^ ]/)
    if (column <= parent) return unread
    const lines: string[] = []
    for (; this.#at < this.#text.length; this.#at += 1) {
      const line = this.#line
      const indent = line.search(/[^ ]/)
      if (indent !== -1 && indent < column) break
      lines.push(line.slice(column))
    }
    // What is moved in less, and yet belongs to it, is wrong or a comment.
    if (this.#indent() > parent) return unread
    while (lines.at(-1)?.trim() === '') {
      if (lines.at(-1) !== '') return unread
      lines.pop()
    }
    return `${lines.join('\n')}${header === '|' ? '\n' : ''}`
  }

  #flow(cursor: { column: number }, parent: number): unknown {
    const first = this.#line.charAt(cursor.column)
    if (first === '"' || first === "'") return this.#quoted(cursor)
    if (first !== '{' && first !== '[') return this.#flowPlain(cursor)
    if ((this.#depth += 1) > mostLevels) return unread
    cursor.column += 1
    const value = first === '{' ? this.#flowMap(cursor, parent) : this.#flowList(cursor, parent)
    this.#depth -= 1
    return value
  }

  #flowMap(cursor: { column: number }, parent: number): PlainMap | Unread {
    const map: PlainMap = {}
    this.lines.set(map, this.#at + 1)
    if (!this.#skip(cursor, parent)) return unread
    while (this.#line.charAt(cursor.column) !== '}') {
      key.lastIndex = cursor.column
      const [, name = ''] = key.exec(this.#line) ?? []
      if (name === '' || name === '__proto__' || Object.hasOwn(map, name)) return unread
      cursor.column += name.length + 1
      if (!this.#skip(cursor, parent)) return unread
      const value = this.#flow(cursor, parent)
      if (value === unread || !this.#separated(cursor, parent, '}')) return unread
      map[name] = value
    }
    cursor.column += 1
    return map
  }

  #flowList(cursor: { column: number }, parent: number): unknown[] | Unread {
    const list: unknown[] = []
    if (!this.#skip(cursor, parent)) return unread
    while (this.#line.charAt(cursor.column) !== ']') {
      const value = this.#flow(cursor, parent)
      if (value === unread || !this.#separated(cursor, parent, ']')) return unread
      list.push(value)
    }
    cursor.column += 1
    return list
  }

  /** Goes past a comma, or stays before what closes. */
  #separated(cursor: { column: number }, parent: number, closing: string): boolean {
    if (!this.#skip(cursor, parent)) return false
    const character = this.#line.charAt(cursor.column)
    if (character !== ',') return character === closing
    cursor.column += 1
    return this.#skip(cursor, parent)
  }

  /** Past blanks and into the lines below, which have to be moved in. A comment is for the real parser. */
  #skip(cursor: { column: number }, parent: number): boolean {
    for (;;) {
      while (this.#line.charCodeAt(cursor.column) === 32) cursor.column += 1
      if (cursor.column < this.#line.length) return this.#line.charAt(cursor.column) !== '#'
      this.#at += 1
      cursor.column = this.#line.search(/[^ ]/)
      if (this.#at >= this.#text.length || cursor.column <= parent) return false
    }
  }

  #flowPlain(cursor: { column: number }): unknown {
    const line = this.#line
    let end = cursor.column
    while (end < line.length && !',[]{}'.includes(line.charAt(end))) end += 1
    const word = line.slice(cursor.column, end).trimEnd()
    if (word.includes('#')) return unread
    cursor.column = end
    return word === '' ? unread : plain(word)
  }
}

/** A text without quotes: what it means in YAML's core schema. */
function plain(word: string): unknown {
  const first = word.charAt(0)
  if (word === '' || indicators.includes(first) || word.includes(': ') || word.endsWith(':')) return unread
  if ((first === '-' || first === '?' || first === ':') && !/^-[\d.]/.test(word)) return unread
  if (wholeNumber.test(word)) return Object.is(Number(word), -0) ? unread : Number(word)
  if (fraction.test(word)) return Number(word)
  if (numberLike.test(word)) return unread
  if (first === '~' || /^(?:true|false|null)$/i.test(word)) {
    return word === 'true' ? true : word === 'false' ? false : word === 'null' ? null : unread
  }
  return word
}
