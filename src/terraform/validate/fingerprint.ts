import { createHash } from 'node:crypto'
import { lstat, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isLeftBehind, treeLimits } from '../copy-tree.js'

/**
 * Tells whether a tree is the one it was: name, size and times of everything in it that is code, and of the files beside it. No file is read. Undefined where that
 * cannot be told.
 */
export async function fingerprintOf(
  folder: string,
  beside: readonly string[] = [],
): Promise<string | undefined> {
  const seen: string[] = []

  async function walk(path: string): Promise<void> {
    const entries = await readdir(join(folder, path), { withFileTypes: true })
    await Promise.all(
      entries.map(async (entry) => {
        if (isLeftBehind(entry.name, false)) return
        const own = join(path, entry.name)
        if (entry.isDirectory()) return walk(own)
        if (seen.length > treeLimits.files) throw new Error('more than is looked at')
        seen.push(facts(own, await lstat(join(folder, own))))
      }),
    )
  }

  try {
    await walk('')
    const others = await Promise.all(beside.map(async (path) => facts(path, await stat(path))))
    const all = [...seen.toSorted(), ...others]
    return createHash('sha256').update(all.join('\n')).digest('hex')
  } catch {
    return undefined
  }
}

/** A file that was written anew has another time of its last change, which nobody can set. */
function facts(
  path: string,
  {
    ino,
    size,
    mtimeMs,
    ctimeMs,
  }: { readonly ino: number; readonly size: number; mtimeMs: number; ctimeMs: number },
): string {
  return JSON.stringify([path, ino, size, mtimeMs, ctimeMs])
}
