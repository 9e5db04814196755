import { lstat, open, readdir } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { mostCharacters } from '../yaml/document.js'
import { digestOf } from './language/read-runbook.js'

/** A file of a folder of runbooks, as it was read last. */
export interface SeenFile {
  /** The folder as it was given, with the file's name. */
  readonly path: string
  readonly id: string
  readonly kind: 'yaml' | 'markdown'
  /** When another one is there, the file is read again. */
  readonly stamp: string
  readonly content: { readonly text: string; readonly digest: string } | { readonly unusable: string }
}

export interface FolderRead {
  readonly files: readonly SeenFile[]
  /** Why the folder could not be read. */
  readonly problem?: string
}

const kindsByEnding: Readonly<Record<string, SeenFile['kind']>> = {
  '.yaml': 'yaml',
  '.yml': 'yaml',
  '.md': 'markdown',
}

/** Bytes of a file: what is larger is no runbook. */
const mostBytes = mostCharacters
/** Files of a folder; the rest is not looked at. */
const mostFiles = 2_000

/**
 * The runbooks of a folder, not of folders in it. What was seen before and has neither another time nor another size is not read again. Never
 * rejects.
 */
export async function readFolder(folder: string, before: ReadonlyMap<string, SeenFile>): Promise<FolderRead> {
  let names: readonly string[]
  try {
    names = await readdir(folder)
  } catch (error) {
    return { files: [], problem: folderProblem(error) }
  }
  const paths = names
    .filter(isRunbook)
    .toSorted()
    .slice(0, mostFiles)
    .map((name) => join(folder, name))
  const files = await Promise.all(paths.map((path) => readOne(path, before.get(path))))
  return { files: files.filter((file) => file !== undefined) }
}

function folderProblem(error: unknown): string {
  const code = codeOf(error)
  if (code === 'ENOENT')
    return 'There is no such folder. Make it, or say in OHMY_RUNBOOKS where the runbooks are.'
  return code === 'ENOTDIR' ? 'This is no folder.' : `The folder cannot be read (${code}).`
}

/** The page about a folder is none of its runbooks; what begins with a dot is somebody’s own. */
function isRunbook(name: string): boolean {
  return !name.startsWith('.') && extname(name) in kindsByEnding && name.toLowerCase() !== 'readme.md'
}

/** Undefined: it went away in between. */
async function readOne(path: string, before: SeenFile | undefined): Promise<SeenFile | undefined> {
  const kind = kindsByEnding[extname(path)] ?? 'markdown'
  const name = basename(path, extname(path))
  const id = kind === 'yaml' ? name : markdownId(name)
  const unusable = (stamp: string, what: string): SeenFile => ({
    path,
    id,
    kind,
    stamp,
    content: { unusable: what },
  })
  try {
    const found = await lstat(path)
    const stamp = `${found.mtimeMs} ${found.size} ${found.ino}`
    if (before?.stamp === stamp) return before
    if (found.isSymbolicLink()) return unusable(stamp, 'This is a link. Put the file itself here.')
    if (!found.isFile()) return unusable(stamp, 'This is not a file.')
    if (found.size > mostBytes) {
      return unusable(
        stamp,
        `The file has ${found.size} bytes. Allowed: at most ${mostBytes}. Is it the right file?`,
      )
    }
    const text = await readText(path, found.size)
    if (text === undefined) return unusable(stamp, 'This is not UTF-8 text.')
    return { path, id, kind, stamp, content: { text, digest: digestOf([text]) } }
  } catch (error) {
    const code = codeOf(error)
    return code === 'ENOENT' ? undefined : unusable('', `The file cannot be read (${code}).`)
  }
}

/** At most what it had: where it has grown since, its stamp is another next time. */
async function readText(path: string, size: number): Promise<string | undefined> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0)
    return new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead))
  } catch (error) {
    if (codeOf(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA') return undefined
    throw error
  } finally {
    await file.close()
  }
}

/** `Operations Guide (v2).md` is called `operations-guide-v2`: files that people have anyway are not renamed for ohmy. */
function markdownId(name: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .match(/[a-z0-9]+/g)
  return (words ?? ['page']).join('-').slice(0, 60).replace(/-$/, '')
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
}
