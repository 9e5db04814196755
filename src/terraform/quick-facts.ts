import { readFile, stat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import type { Tree } from './copy-tree.js'
import { attributeIn, blocksIn } from './hcl-blocks.js'
import { valueOf } from './hcl-attributes.js'
import { leadsOut, plainSources } from './plain-sources.js'

/** What has to be known of a directory before the tool is let near it. */
export interface QuickFacts {
  /** Whether it, or what it calls, needs a provider that is fetched; where nobody can tell, it does. */
  readonly needsProviders: boolean
  /** Whether a call leads out of the tree: then the tool is not let near it. */
  readonly escapes: boolean
}

/** More than this is left to the static check, which is a process of its own. */
const mostBytes = 1024 * 1024

interface Own {
  namesProviders: boolean
  /** Directories in the tree. */
  readonly calls: string[]
}

/**
 * Reads a tree by blocks alone, within a few ms: to begin a process for it takes longer than what the tool does with a small module.
 * @returns undefined where that is not enough, which the static check decides: a module seems to lead out of the tree, its source is not written plainly, or there
 * is too much
 */
export async function quickFacts(
  folder: string,
  tree: Tree,
): Promise<ReadonlyMap<string, QuickFacts> | undefined> {
  const files = tree.filter((path) => /\.(?:tf|tofu)(?:\.json)?$/.test(path))
  const known = new Map<string, Own>()
  let bytes = 0
  for (const file of files) {
    const { size } = await stat(join(folder, file))
    bytes += size
    if (bytes > mostBytes) return undefined
    const directory = posix.dirname(file)
    const own = known.get(directory) ?? { namesProviders: false, calls: [] }
    known.set(directory, own)
    const text = await readFile(join(folder, file), 'utf8')
    const sources = plainSources(file, text)
    if (sources === undefined || sources.some((source) => leadsOut(directory, source))) return undefined
    // What is called from JSON is not read here.
    if (file.endsWith('.json') && sources.length > 0) return undefined
    if (file.endsWith('.json')) own.namesProviders = true
    else if (!readInto(own, directory, text)) return undefined
  }
  return new Map(
    [...known.keys()].map((directory) => [
      directory,
      { needsProviders: needs(directory, known, new Set()), escapes: false },
    ]),
  )
}

/** @returns whether every call says where it leads */
function readInto(own: Own, directory: string, text: string): boolean {
  for (const { type, labels, body } of blocksIn(text)) {
    if (type === 'provider') own.namesProviders = true
    if (type === 'terraform' && blocksIn(body).some((inner) => inner.type === 'required_providers'))
      own.namesProviders = true
    // `terraform_data` and the state of others come with the tool.
    if (['resource', 'data', 'ephemeral'].includes(type) && labels[0]?.startsWith('terraform_') !== true)
      own.namesProviders = true
    if (type !== 'module') continue
    const written = attributeIn(body, 'source')
    const source = written === undefined ? undefined : valueOf(written)
    if (typeof source !== 'string') return false
    // What is kept elsewhere needs whatever it needs.
    if (/^\.{1,2}(?:\/|$)/.test(source))
      own.calls.push(posix.join(directory, source).replace(/(?<=.)\/$/, ''))
    else own.namesProviders = true
  }
  return true
}

function needs(directory: string, known: ReadonlyMap<string, Own>, asked: Set<string>): boolean {
  const own = known.get(directory)
  if (own === undefined || asked.has(directory)) return false
  asked.add(directory)
  return own.namesProviders || own.calls.some((called) => needs(called, known, asked))
}
