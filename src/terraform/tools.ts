import { execFile } from 'node:child_process'
import { accessSync, constants, type Stats, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A program that this process can run, with its version. */
export interface FoundTool {
  readonly name: 'terraform' | 'tofu' | 'git'
  readonly version: string
}

/** ms. A program that only tells its version and takes longer hangs. */
const patience = 5_000

/**
 * Which of them are on the PATH of this process. One that cannot be run, hangs or tells no version is left out. They are told nothing of this process's
 * environment but where programs are.
 */
export async function findTools(): Promise<readonly FoundTool[]> {
  const [terraform, tofu, git] = await Promise.all([
    versionOf('terraform', ['version', '-json'], /"terraform_version":\s*"([^"]+)"/),
    versionOf('tofu', ['version', '-json'], /"terraform_version":\s*"([^"]+)"/),
    versionOf('git', ['--version'], /git version (\S+)/),
  ])
  return [terraform, tofu, git].flatMap((found) => found ?? [])
}

/** Terraform where there are both: it is what a backend block is written for first. */
export function terraformAmong(tools: readonly FoundTool[]): FoundTool | undefined {
  return tools.find(({ name }) => name === 'terraform') ?? tools.find(({ name }) => name === 'tofu')
}

/** By file as it is: the same program tells the same version, and Terraform takes half a second to say it. */
const told = new Map<string, Promise<string | undefined>>()

async function versionOf(
  name: FoundTool['name'],
  args: readonly string[],
  shape: RegExp,
): Promise<FoundTool | undefined> {
  const file = fileOf(name)
  if (file === undefined) return undefined
  const asked = told.get(file.key) ?? ask(file.path, args, shape)
  told.set(file.key, asked)
  const version = await asked
  // What hung or failed may have been in trouble only now.
  if (version === undefined) told.delete(file.key)
  return version === undefined ? undefined : { name, version }
}

/** Where the PATH finds it. In one go: to wait for each of some thirty places costs a hundred times what they do. */
function fileOf(name: string): { readonly path: string; readonly key: string } | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name)
    const found = folder === '' ? undefined : programAt(path)
    if (found !== undefined) return { path, key: `${path} ${found.ino} ${found.size} ${found.mtimeMs}` }
  }
  return undefined
}

/** Also of a folder that this user may not look into it is only known that nothing can be run there. */
function programAt(path: string): Stats | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false })
    if (found?.isFile() !== true) return undefined
    accessSync(path, constants.X_OK)
    return found
  } catch {
    return undefined
  }
}

function ask(path: string, args: readonly string[], shape: RegExp): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = {
      timeout: patience,
      maxBuffer: 64 * 1024,
      // Without this Terraform asks its maker whether there is a newer one.
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', CHECKPOINT_DISABLE: '1' },
    }
    execFile(path, [...args], options, (error, stdout) => {
      resolve(error === null ? shape.exec(stdout)?.[1] : undefined)
    })
  })
}
