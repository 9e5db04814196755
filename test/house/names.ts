import { basename } from 'node:path'

/** They say that something stands there and not what: whatever finds no better name gathers under them. */
const empty = new Set(['parts', 'util', 'utils', 'helper', 'helpers', 'manager', 'managers'])
/** Names of the language, and of AWS. */
const given = new Set(['formatToParts', 'SecretsManager'])

/** Comments and texts, which may use any word, and names. A template is looked into: names stand in it. */
const token = /\/\/.*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|(?<name>[A-Za-z_$][\w$]*)/g
/** `parts` of a text or a sum are a list of what has no other name; given as an object they are something else. */
const bag = /^\??:\s*(?:\{|[A-Z][\w.]*\b(?!\[\]))/

/** What breaks the rule of names, each as `file:line name: why`. The name of the file counts, too. */
export function emptyNames(file: string, source: string): readonly string[] {
  const ofFile = [...wordsOf(basename(file))].find((word) => empty.has(word))
  const told = ofFile === undefined ? [] : [`${file}: a file is called by what is in it, not ${ofFile}`]
  const names = [...source.matchAll(token)].flatMap(({ groups, index }) => {
    const { name } = groups ?? {}
    if (name === undefined) return []
    const word = emptyWordOf(name, source.slice(index + name.length))
    if (word === undefined) return []
    const line = source.slice(0, index).split('\n').length
    return [`${file}:${line} ${name}: ${word} tells nothing; say what it is`]
  })
  return [...told, ...names]
}

function emptyWordOf(name: string, rest: string): string | undefined {
  if (given.has(name) || (name === 'parts' && !bag.test(rest))) return undefined
  return wordsOf(name).find((word) => empty.has(word))
}

/** `createHTTPParts` is `create`, `http`, `parts`. */
function wordsOf(name: string): readonly string[] {
  return [...name.matchAll(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g)].map(([word]) => word.toLowerCase())
}
