import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runTool } from './run-tool.js'
import type { Tool } from './read-backend.js'

/** Terraform or OpenTofu, as it is where ohmy runs. */
export interface FoundTool {
  readonly tool: Tool
  readonly program: string
  /** `1.11.4`; `unknown` where it does not say. */
  readonly version: string
}

/** Looks for the tool on a PATH. @param wanted the configured one; absent: terraform, else tofu */
export async function findTool(path: string, wanted: Tool | undefined): Promise<FoundTool | undefined> {
  const tools: readonly Tool[] = wanted === undefined ? ['terraform', 'tofu'] : [wanted]
  for (const tool of tools) {
    const program = path
      .split(delimiter)
      .filter((folder) => folder !== '')
      .map((folder) => join(folder, tool))
      .find(isProgram)
    if (program !== undefined) return { tool, program, version: await versionOf(program) }
  }
  return undefined
}

/** `Terraform 1.11.4` */
export function nameOf({ tool, version }: Pick<FoundTool, 'tool' | 'version'>): string {
  return `${tool === 'tofu' ? 'OpenTofu' : 'Terraform'} ${version}`
}

/** By file as it is: the same program tells the same version. */
const told = new Map<string, Promise<string>>()

async function versionOf(program: string): Promise<string> {
  const { ino, size, mtimeMs } = statSync(program)
  const file = JSON.stringify([program, ino, size, mtimeMs])
  const known = told.get(file) ?? askVersion(program)
  told.set(file, known)
  const version = await known
  // It may only have been in trouble.
  if (version === unknown) told.delete(file)
  return version
}

const unknown = 'unknown'

async function askVersion(program: string): Promise<string> {
  const limits = { timeout: 10_000, memory: 1024 ** 3, output: 100_000 }
  const env = { CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: '/dev/null' }
  const { signal } = new AbortController()
  const run = await runTool({ program, args: ['version'], cwd: '/', env, limits, signal })
  return /v(\d+\.\d+\.\d+[\w.-]*)/.exec(run.stdout)?.[1] ?? unknown
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
