import { inTime } from '../core/in-time.js'
import type { Runbook } from '../core/runbook.js'
import { createTurns } from '../core/turns.js'
import { bestMatch } from './best-match.js'
import { readFolder, type SeenFile } from './folder.js'
import type { IncludedRunbook } from './language/assemble.js'
import { readMarkdown } from './language/markdown/read-markdown.js'
import { readRunbook, type RunbookRead } from './language/read-runbook.js'
import { didYouMean } from './language/inputs.js'
import type { BrokenRunbook, Library } from './library.js'
import { search } from './search.js'
import type { Vocabulary } from './vocabulary.js'

export interface LibraryOptions {
  /** Searched in this order; a runbook of an earlier one hides none of a later one: two of one id are told. */
  readonly folders: readonly string[]
  readonly vocabulary: Vocabulary
  /** ms in which whoever only offers runbooks waits for the first look: 3,000 unless told otherwise. */
  readonly within?: number
}

/** Longer chains are refused where they are read; this only bounds the recursion. */
const mostWithin = 20

/** The runbooks of folders. Nothing is read before somebody asks. */
export function createLibrary({ folders, vocabulary, within = 3_000 }: LibraryOptions): Library {
  let files: ReadonlyMap<string, SeenFile> = new Map()
  let reads: ReadonlyMap<string, RunbookRead> = new Map()
  const understood: Understood = new Map()
  let runbooks: readonly Runbook[] = []
  let broken: readonly BrokenRunbook[] = []
  let reading: Promise<void> | undefined
  let following: Promise<void> | undefined
  let first: Promise<boolean> | undefined

  /** Who asks while it is looked shares the next look: a file may have changed since this one saw it. */
  function refresh(): Promise<void> {
    if (reading === undefined) {
      reading = look().finally(() => {
        reading = undefined
      })
      return reading
    }
    following ??= reading
      .catch(() => undefined)
      .then(() => {
        following = undefined
        return refresh()
      })
    return following
  }

  async function look(): Promise<void> {
    const looked = await Promise.all(folders.map((folder) => readFolder(folder, files)))
    const seen = looked.flatMap((folder) => folder.files)
    const unreadable = looked.flatMap(({ problem }, index) =>
      problem === undefined ? [] : [brokenFolder(folders[index] ?? '', problem)],
    )
    const isSame = seen.length === files.size && seen.every((file) => files.get(file.path) === file)
    if (isSame && reads.size > 0) {
      broken = [...broken.filter(({ file }) => !folders.includes(file)), ...unreadable]
      return
    }
    reads = await understandAll(seen, understood, vocabulary)
    files = new Map(seen.map((file) => [file.path, file]))
    runbooks = seen
      .flatMap(({ path }) => {
        const read = reads.get(path)
        return read?.ok === true ? [read.runbook] : []
      })
      .toSorted((left, right) => (left.id < right.id ? -1 : 1))
    broken = [
      ...seen.flatMap(({ id, path }) => {
        const read = reads.get(path)
        return read === undefined || read.ok ? [] : [{ id, file: path, problems: read.problems }]
      }),
      ...unreadable,
    ]
  }

  return {
    async read() {
      await refresh()
      return { runbooks, broken }
    },
    async all() {
      await refresh()
      return runbooks
    },
    async find(id) {
      await refresh()
      return runbooks.find((runbook) => runbook.id === id)
    },
    async search(words) {
      await refresh()
      return search(runbooks, words)
    },
    opened() {
      first ??= inTime(
        within,
        refresh().then(() => true),
      ).then((isRead) => isRead === true)
      return first
    },
    bestFor: (trouble) => bestMatch(runbooks, trouble),
  }
}

function brokenFolder(folder: string, what: string): BrokenRunbook {
  return { id: folder, file: folder, problems: [{ file: folder, line: 1, column: 1, what }] }
}

/** What files were understood as that stand for themselves, by path. */
type Understood = Map<string, { readonly digest: string; readonly read: RunbookRead }>

/**
 * Every file, read again where it is another one now, and where it includes others: any of those may have changed. Each has a turn of the event loop:
 * those that ship with ohmy take a tenth of a second together, in which nothing would be acknowledged.
 */
async function understandAll(
  seen: readonly SeenFile[],
  understood: Understood,
  vocabulary: Vocabulary,
): Promise<ReadonlyMap<string, RunbookRead>> {
  const turn = createTurns()
  const reads = new Map<string, RunbookRead>()
  const byId = new Map<string, SeenFile>()
  for (const file of seen) if (!byId.has(file.id)) byId.set(file.id, file)

  function understand(file: SeenFile, within: readonly string[]): RunbookRead {
    const known = reads.get(file.path)
    if (known !== undefined) return known
    const read = readOne(file, within)
    reads.set(file.path, read)
    return read
  }

  function readOne(file: SeenFile, within: readonly string[]): RunbookRead {
    const first = byId.get(file.id)
    if (first !== undefined && first !== file) {
      return unusable(
        file,
        `Another file is called \`${file.id}\` already: ${first.path}. Rename one of the two.`,
      )
    }
    if ('unusable' in file.content) return unusable(file, file.content.unusable)
    const { text, digest } = file.content
    const before = understood.get(file.path)
    if (before?.digest === digest) return before.read
    const given = { id: file.id, file: file.path, text }
    const read =
      file.kind === 'markdown'
        ? readMarkdown(given)
        : readRunbook(given, vocabulary, (id) => include(id, [...within, file.id]))
    if (read.includes.length === 0) understood.set(file.path, { digest, read })
    else understood.delete(file.path)
    return read
  }

  function include(id: string, within: readonly string[]): IncludedRunbook | string {
    if (within.includes(id))
      return `Runbooks would stand in one another without an end: ${[...within, id].join(' → ')}.`
    if (within.length > mostWithin) return 'Runbooks stand within one another too deeply.'
    const file = byId.get(id)
    if (file === undefined) return unknownRunbook(id, byId.keys())
    const read = understand(file, within)
    if (!read.ok) return `\`${id}\` is broken itself: ${file.path}.`
    const { inputs, steps, digest } = read.runbook
    return { inputs, steps, digest, depth: read.depth }
  }

  for (const file of seen) {
    await turn()
    understand(file, [])
  }
  for (const path of understood.keys()) if (!reads.has(path)) understood.delete(path)
  return reads
}

function unusable(file: SeenFile, what: string): RunbookRead {
  return { ok: false, problems: [{ file: file.path, line: 1, column: 1, what }], includes: [] }
}

function unknownRunbook(id: string, known: Iterable<string>): string {
  return `There is no runbook \`${id.slice(0, 80)}\`.${didYouMean(id, known)}`
}
