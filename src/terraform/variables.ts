import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { attributesIn, attributeIn, blocksIn } from './hcl-blocks.js'
import { filesOf, type Tool } from './read-backend.js'

/** A variable that has no default: somebody has to set it. */
export interface NeededVariable {
  readonly name: string
  readonly file: string
  readonly line: number
}

export interface VariablesOfFolder {
  /** How many the folder declares in all. */
  readonly declared: number
  readonly needed: readonly NeededVariable[]
  /** Names that a file sets which Terraform reads by itself; values are read over. */
  readonly set: ReadonlySet<string>
}

const largestFile = 1_000_000

/**
 * Which variables a root module declares, and which of them its own files set: `terraform.tfvars` and `*.auto.tfvars`, also as JSON. Read as text; no value is
 * kept. @throws what the file system throws
 */
export async function readVariables(folder: string, tool: Tool = 'terraform'): Promise<VariablesOfFolder> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name)
  const code = await Promise.all(
    filesOf(names, tool).map(async (file) => declaredIn(file, await textOf(folder, file))),
  )
  const values = names.filter((name) => /^(?:terraform|.+\.auto)\.tfvars(?:\.json)?$/.test(name))
  const set = await Promise.all(values.map(async (file) => setIn(file, await textOf(folder, file))))
  const all = code.flat()
  return {
    declared: all.length,
    needed: all.flatMap(({ hasDefault, ...variable }) => (hasDefault ? [] : [variable])),
    set: new Set(set.flat()),
  }
}

function declaredIn(file: string, text: string) {
  return blocksIn(text).flatMap(({ type, labels: [name], body, line }) =>
    type === 'variable' && name !== undefined
      ? [{ name, file, line, hasDefault: attributeIn(body, 'default') !== undefined }]
      : [],
  )
}

function setIn(file: string, text: string): readonly string[] {
  if (!file.endsWith('.json')) return attributesIn(text).map(({ name }) => name)
  try {
    const values: unknown = JSON.parse(text)
    return typeof values === 'object' && values !== null ? Object.keys(values) : []
  } catch {
    // A file that Terraform itself refuses sets nothing.
    return []
  }
}

async function textOf(folder: string, file: string): Promise<string> {
  const path = join(folder, file)
  return (await stat(path)).size > largestFile ? '' : readFile(path, 'utf8')
}
