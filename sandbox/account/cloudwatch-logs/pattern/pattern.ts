import { invalidPattern } from './invalid.js'
import { compileJsonPattern } from './json-pattern.js'
import type { Match } from './match.js'
import { checkNumber, regexOf } from './regex.js'

/**
 * Compiles a filter pattern as FilterLogEvents and a live tail know it: terms, `?any`, `-none`, "phrases", %regex% and
 * `{ $.field = … }` on JSON. Case counts. Refuses what AWS refuses; patterns of space-delimited fields
 * (`[a, b]`) are refused too, as this account does not know them.
 */
export function compilePattern(pattern: string): Match {
  const text = pattern.trim()
  if (text === '') return () => true
  if (text.length > 1024) throw invalidPattern('it is longer than 1,024 characters')
  if (text.startsWith('{')) return compileJsonPattern(text)
  if (text.startsWith('[')) throw invalidPattern('space-delimited patterns are not known here')
  return compileTerms(text)
}

interface Term {
  isRegex: boolean
  sign: '' | '?' | '-'
  match: Match
}

function compileTerms(pattern: string): Match {
  const terms: Term[] = []
  let at = 0
  while (at < pattern.length) {
    if (/\s/.test(pattern[at] ?? '')) {
      at += 1
      continue
    }
    const sign = pattern[at] === '?' || pattern[at] === '-' ? (pattern[at] as '?' | '-') : ''
    at += sign.length
    const isRegex = pattern[at] === '%'
    const { match, end } = readTerm(pattern, at)
    terms.push({ sign, match, isRegex })
    at = end
  }
  checkNumber(terms.filter(({ isRegex }) => isRegex).length)
  const required = terms.filter(({ sign }) => sign === '')
  const excluded = terms.filter(({ sign }) => sign === '-')
  const optional = terms.filter(({ sign }) => sign === '?')
  // AWS ignores terms with a question mark as soon as there are others.
  if (required.length === 0 && excluded.length === 0) {
    return (message) => optional.some(({ match }) => match(message))
  }
  return (message) =>
    required.every(({ match }) => match(message)) && !excluded.some(({ match }) => match(message))
}

function readTerm(pattern: string, start: number): { match: Match; end: number } {
  const first = pattern[start]
  if (first === '"') {
    let phrase = ''
    for (let at = start + 1; at < pattern.length; at += 1) {
      if (pattern[at] === '"') return { match: containing(phrase), end: at + 1 }
      if (pattern[at] === '\\' && at + 1 < pattern.length) at += 1
      phrase += pattern[at]
    }
    throw invalidPattern('a quoted phrase has no end')
  }
  if (first === '%') {
    const end = pattern.indexOf('%', start + 1)
    if (end === -1) throw invalidPattern('a regular expression has no end')
    const regex = regexOf(pattern.slice(start + 1, end))
    return { match: (message) => regex.test(message), end: end + 1 }
  }
  let end = start
  while (end < pattern.length && !/\s/.test(pattern[end] ?? '')) end += 1
  const term = pattern.slice(start, end)
  const wrong = /[^\p{L}\p{N}_]/u.exec(term)
  if (term === '' || wrong !== null) {
    throw invalidPattern(`Invalid character(s) in term '${term}': put it in double quotation marks`)
  }
  return { match: containing(term), end }
}

function containing(text: string): Match {
  return (message) => message.includes(text)
}
