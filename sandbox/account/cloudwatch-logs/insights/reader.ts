import type { AwsError } from '../../errors.js'
import { malformed } from './malformed.js'

export interface Token {
  kind: 'word' | 'quotedField' | 'text' | 'number' | 'sign' | 'end'
  /** What it says, without quotation marks. */
  text: string
  start: number
  end: number
}

/** Reads a query token by token. A regular expression is read only where one may stand: `/` also divides. */
export interface Reader {
  readonly query: string
  /** The next token, left where it is. */
  peek(): Token
  take(): Token
  /** Takes the next token if it is this sign. */
  takeSign(sign: string): boolean
  expectSign(sign: string): void
  /** Takes the next token if it is this word, in any case. */
  takeWord(word: string): boolean
  isWord(word: string): boolean
  /** Takes a regular expression between slashes, if one comes next. */
  takeRegex(): RegExp | undefined
  /** The refusal of a token. */
  refuse(token: Token, what?: string): AwsError
  /** What the query says from a token up to what was taken last. */
  textFrom(token: Token): string
}

const blank = /(?:\s|#[^\n]*)*/y
const word = /[A-Za-z_@$][\w@$]*(?:[.:][\w@$]+)*(?:\.\d+)*/y
const number = /\d+(?:\.\d+)?(?!\w)/y
const period = /\d+(?:ms|mo|[smhdwqy])\b/y
const sign = /=~|!=|<=|>=|[()[\],|=<>+\-*/%^]/y

export function readQuery(query: string): Reader {
  let at = 0
  let lastEnd = 0
  let ahead: Token | undefined

  function match(pattern: RegExp, from: number): string | undefined {
    pattern.lastIndex = from
    return pattern.exec(query)?.[0]
  }

  function read(): Token {
    const start = at + (match(blank, at)?.length ?? 0)
    const first = query[start]
    const token = (kind: Token['kind'], raw: string, text = raw): Token => ({
      kind,
      text,
      start,
      end: start + raw.length,
    })
    if (first === undefined) return token('end', '', 'the end of the query')
    if (first === '"' || first === "'") return quoted(start, first, 'text')
    if (first === '`') return quoted(start, first, 'quotedField')
    const found = (
      [
        ['word', word],
        ['number', number],
        ['word', period],
        ['sign', sign],
      ] as const
    )
      .map(([kind, pattern]) => [kind, match(pattern, start)] as const)
      .find(([, text]) => text !== undefined)
    if (found?.[1] === undefined) throw malformed(query, start, start + 1, `unexpected symbol found ${first}`)
    return token(found[0], found[1])
  }

  function quoted(start: number, mark: string, kind: 'text' | 'quotedField'): Token {
    let text = ''
    for (let index = start + 1; index < query.length; index += 1) {
      const letter = query[index] ?? ''
      if (letter === mark) return { kind, text, start, end: index + 1 }
      if (letter === '\\' && (query[index + 1] === mark || query[index + 1] === '\\')) {
        index += 1
        text += query[index]
      } else text += letter
    }
    throw malformed(query, start, query.length, `no closing ${mark} for the one`)
  }

  function peek(): Token {
    ahead ??= read()
    return ahead
  }

  function take(): Token {
    const token = peek()
    ahead = undefined
    at = token.end
    lastEnd = token.end
    return token
  }

  function refuse(token: Token, what?: string): AwsError {
    return malformed(query, token.start, token.end, what ?? `unexpected symbol found ${token.text}`)
  }

  const isSign = (wanted: string) => peek().kind === 'sign' && peek().text === wanted
  const isWord = (wanted: string) => peek().kind === 'word' && peek().text.toLowerCase() === wanted

  return {
    query,
    peek,
    take,
    refuse,
    isWord,
    takeSign(wanted) {
      if (!isSign(wanted)) return false
      take()
      return true
    },
    expectSign(wanted) {
      const token = take()
      if (token.kind !== 'sign' || token.text !== wanted) {
        throw refuse(token, `unexpected symbol found ${token.text}, expected ${wanted},`)
      }
    },
    takeWord(wanted) {
      if (!isWord(wanted)) return false
      take()
      return true
    },
    takeRegex() {
      const start = at + (match(blank, at)?.length ?? 0)
      if (query[start] !== '/') return undefined
      let end = start + 1
      while (end < query.length && query[end] !== '/') end += query[end] === '\\' ? 2 : 1
      if (end >= query.length) throw malformed(query, start, query.length, 'no closing / for the one')
      const source = query.slice(start + 1, end)
      ahead = undefined
      at = end + 1
      lastEnd = at
      const isInsensitive = source.startsWith('(?i)')
      try {
        return new RegExp(isInsensitive ? source.slice(4) : source, isInsensitive ? 'i' : '')
      } catch {
        throw malformed(query, start, end + 1, `invalid regular expression ${source}`)
      }
    },
    textFrom: (token) => query.slice(token.start, lastEnd),
  }
}
