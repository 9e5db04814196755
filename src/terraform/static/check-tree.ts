import { dirname } from 'node:path/posix'
import type { Parser } from 'web-tree-sitter'
import { leadsOut, plainSources } from '../plain-sources.js'
import { calledBy, checkModule, type KnownModule, needsProviders, placeOf } from './check-module.js'
import { isBadlyFormatted } from './format.js'
import { factsOf } from './module-facts.js'
import { type Found, parse, syntaxErrorIn } from './syntax.js'

export interface CheckedTree {
  /** By directory, in the order they were given. */
  readonly found: readonly {
    readonly directory: string
    readonly found: readonly Found[]
    /** Whether it, or a module that it calls, needs a provider that is fetched. */
    readonly needsProviders: boolean
    /** Whether a call of it, or of a module that it calls, leads out of the tree; where nobody can tell, it does. */
    readonly escapes: boolean
    /** Other directories of the tree that it is made of. */
    readonly calls: readonly string[]
  }[]
  readonly badlyFormatted: readonly string[]
}

/** The static check of a whole tree. Pure, but for the parser. @param files of Terraform, from the top of the tree, with their texts */
export function checkTree(
  parser: Parser,
  files: readonly { readonly file: string; readonly text: string }[],
): CheckedTree {
  const byDirectory = new Map<string, typeof files>()
  for (const file of files) {
    const directory = dirname(file.file)
    byDirectory.set(directory, [...(byDirectory.get(directory) ?? []), file])
  }
  const badlyFormatted: string[] = []
  const syntax = new Map<string, Found[]>()
  const known = new Map<string, KnownModule>()
  const sourcesOf = new Map<string, readonly (string | undefined)[]>()
  for (const [directory, own] of byDirectory) {
    // What is written in JSON is not read.
    const parsed = own
      .filter(({ file }) => !file.endsWith('.json'))
      .map(({ file, text }) => ({ file, text, tree: parse(parser, text) }))
    const roots = parsed.map(({ file, text, tree }) => ({ file, text, root: tree.rootNode }))
    const wrong = roots.flatMap(({ file, root }) => syntaxErrorIn(root, file) ?? [])
    syntax.set(directory, wrong)
    const whole = roots.filter(({ root }) => !root.hasError)
    badlyFormatted.push(
      ...whole.filter(({ root, text }) => isBadlyFormatted(root, text)).map(({ file }) => file),
    )
    const facts = factsOf(whole)
    const unread = own.filter(({ file }) => !whole.some((one) => one.file === file))
    const sources: readonly (string | undefined)[] = [
      ...facts.calls.map(({ source }) => source),
      ...unread.flatMap(({ file, text }): readonly (string | undefined)[] => {
        return plainSources(file, text) ?? [undefined]
      }),
    ]
    sourcesOf.set(directory, sources)
    known.set(directory, {
      facts,
      unclear: wrong.length > 0 || parsed.length < own.length,
    })
    for (const { tree } of parsed) tree.delete()
  }
  const found = [...known].map(([directory, module]) => ({
    directory,
    found: [...(syntax.get(directory) ?? []), ...checkModule(directory, module, known)],
    needsProviders: needsProviders(directory, known),
    escapes: escapes(directory, sourcesOf, new Set()),
    calls: calledBy(directory, known),
  }))
  return { found, badlyFormatted }
}

function escapes(
  directory: string,
  sourcesOf: ReadonlyMap<string, readonly (string | undefined)[]>,
  asked: Set<string>,
): boolean {
  if (asked.has(directory)) return false
  asked.add(directory)
  return (sourcesOf.get(directory) ?? []).some(
    (source) =>
      source === undefined ||
      leadsOut(directory, source) ||
      (source.startsWith('.') && escapes(placeOf(directory, source), sourcesOf, asked)),
  )
}
