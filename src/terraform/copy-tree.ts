import { constants } from 'node:fs'
import { mkdir, open, readdir, readlink, realpath, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { UserError } from '../core/user-error.js'

/** Bounds of a tree; what has more is no team's Terraform, or has something else in it. */
export interface TreeLimits {
  readonly files: number
  readonly bytes: number
}

export const treeLimits: TreeLimits = { files: 3_000, bytes: 64 * 1024 * 1024 }

/** What was copied, from the top of the tree, with `/`. */
export type Tree = readonly string[]

/** Of what begins with a dot only this one belongs to the code: which providers are to be used. */
const lockFile = '.terraform.lock.hcl'

/**
 * Copies a tree of Terraform into an empty folder: the source is only read. Left behind: what begins with a dot (what was downloaded, git), states, and
 * files of values (`.tfvars`), in which secrets may be: nothing of what is done with the copy needs them, unless `withValues` says so.
 * @throws UserError where it is too large, a link leads out of it, or there is no Terraform in it; whatever else the file system throws
 */
export async function copyTree(
  source: string,
  target: string,
  {
    limits = treeLimits,
    withValues = false,
  }: { readonly limits?: TreeLimits; readonly withValues?: boolean } = {},
): Promise<Tree> {
  const top = await realpath(source).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? notThere(source) : error
  })
  const copied: string[] = []
  let bytes = 0
  const tooLarge = () =>
    new UserError(
      'terraform-tree-too-large',
      `${source} holds more than ${limits.files.toLocaleString('en')} files or ${Math.round(limits.bytes / 1024 / 1024)} MB: nothing was looked at.`,
      'Name the folder of the Terraform tree itself in ohmy.yaml (terraform.folder), without what else is checked out there.',
    )

  async function copyFolder(folder: string): Promise<void> {
    const entries = await readdir(join(top, folder), { withFileTypes: true }).catch(
      (error: NodeJS.ErrnoException) => {
        throw error.code === 'ENOTDIR' ? notThere(source) : error
      },
    )
    for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (isLeftBehind(entry.name, withValues)) continue
      if (entry.isDirectory()) await copyFolder(path)
      else if (entry.isSymbolicLink() || entry.isFile()) {
        if (copied.length >= limits.files) throw tooLarge()
        copied.push(path)
        await mkdir(join(target, folder), { recursive: true })
        if (entry.isSymbolicLink()) await copyLink(path)
        else bytes += await copyFile(path, limits.bytes - bytes)
      }
    }
  }

  async function copyLink(path: string): Promise<void> {
    const leadsTo = await realpath(join(top, path)).catch(() => undefined)
    const isInside = leadsTo !== undefined && (leadsTo === top || leadsTo.startsWith(top + sep))
    const written = await readlink(join(top, path))
    // Where it is written as a path from the root it would lead back into the source.
    const inside = isInside ? relative(dirname(join(top, path)), leadsTo) : ''
    const copy = resolve(dirname(join(target, path)), inside)
    if (!isInside || (copy !== target && !copy.startsWith(target + sep))) throw leadsOut(path, written)
    await symlink(inside === '' ? '.' : inside, join(target, path))
  }

  async function copyFile(path: string, room: number): Promise<number> {
    // A link that took the file's place meanwhile is not followed.
    const file = await open(join(top, path), constants.O_RDONLY | constants.O_NOFOLLOW)
    try {
      const { size } = await file.stat()
      if (size > room) throw tooLarge()
      await writeFile(join(target, path), await file.readFile())
      return size
    } finally {
      await file.close()
    }
  }

  await copyFolder('')
  if (directoriesOf(copied).length === 0) throw notTerraform(source)
  return copied
}

/** The directories of a tree that hold Terraform, sorted; `.` is the top. */
export function directoriesOf(tree: Tree): readonly string[] {
  const directories = tree
    .filter((path) => /\.(?:tf|tofu)(?:\.json)?$/.test(path))
    .map((path) => dirname(path))
  return [...new Set(directories)].toSorted()
}

/** Whether something of this name is no part of the code. */
export function isLeftBehind(name: string, withValues: boolean): boolean {
  if (name.startsWith('.')) return name !== lockFile
  if (name === 'node_modules' || /\.tfstate(?:\.|$)/.test(name)) return true
  return !withValues && /\.tfvars(?:\.json)?$/.test(name)
}

function notThere(source: string): UserError {
  return new UserError(
    'terraform-tree-missing',
    `There is no folder ${source} where ohmy runs.`,
    'Mount or check out the Terraform tree there, or name another folder in ohmy.yaml (terraform.folder).',
  )
}

function notTerraform(source: string): UserError {
  return new UserError(
    'terraform-tree-none',
    `There is no Terraform in ${source}: no file in it ends in .tf or .tofu.`,
    'Name the folder of the Terraform tree in ohmy.yaml (terraform.folder).',
  )
}

function leadsOut(path: string, written: string): UserError {
  return new UserError(
    'terraform-tree-link',
    `${path} is a link that leads out of the tree (to ${written}): nothing was looked at.`,
    'Put what it leads to into the tree, or take the link out.',
  )
}
