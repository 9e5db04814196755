import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type BackendOfFolder, backendIn, type TerraformFile } from './backend.js'

/** Bounds of what is read: a folder of more is not one root module. */
const mostFiles = 500
const largestFile = 1_000_000

/**
 * Which backend the code of a folder configures. Its own files only, as text: nothing is run, links are not followed.
 * @param options.tool whose files: OpenTofu takes `main.tofu` in place of `main.tf`, Terraform does not see it
 * @param options.given files of `-backend-config` @throws what the file system throws
 */
export async function readBackend(
  folder: string,
  { tool = 'terraform', given = [] }: { readonly tool?: Tool; readonly given?: readonly string[] } = {},
): Promise<BackendOfFolder> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name)
  const files = await Promise.all(filesOf(names, tool).map((name) => read(join(folder, name))))
  return backendIn(files.flat(), (await Promise.all(given.map(read))).flat())
}

export type Tool = 'terraform' | 'tofu'

/** Which files of a folder the tool reads. */
export function filesOf(names: readonly string[], tool: Tool): readonly string[] {
  const seen = new Set(names)
  return names
    .filter((name) =>
      tool === 'tofu'
        ? name.endsWith('.tofu') || (name.endsWith('.tf') && !seen.has(name.replace(/\.tf$/, '.tofu')))
        : name.endsWith('.tf'),
    )
    .filter((name) => !name.startsWith('.'))
    .toSorted()
    .slice(0, mostFiles)
}

async function read(path: string): Promise<readonly TerraformFile[]> {
  const { size } = await stat(path)
  return size > largestFile ? [] : [{ file: basename(path), text: await readFile(path, 'utf8') }]
}
