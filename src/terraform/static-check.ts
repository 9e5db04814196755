import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { z } from 'zod'
import type { Tree } from './copy-tree.js'
import { runTool, type ToolLimits } from './run-tool.js'

const Found = z.object({ file: z.string(), line: z.number(), says: z.string() })
const Checked = z.object({
  found: z.array(
    z.object({
      directory: z.string(),
      found: z.array(Found),
      needsProviders: z.boolean(),
      escapes: z.boolean(),
      calls: z.array(z.string()),
    }),
  ),
  badlyFormatted: z.array(z.string()),
})
export interface StaticDirectory {
  readonly found: readonly z.infer<typeof Found>[]
  /** Whether it needs a provider that is fetched. */
  readonly needsProviders: boolean
  /** Whether a call leads out of the tree, or may. */
  readonly escapes: boolean
  /** Other directories of the tree that it is made of. */
  readonly calls: readonly string[]
}

/** What the static check found; a text: why it found nothing out. */
export type StaticChecked =
  | {
      readonly kind: 'checked'
      readonly directories: ReadonlyMap<string, StaticDirectory>
      readonly badlyFormatted: readonly string[]
    }
  | { readonly kind: 'failed'; readonly why: string }

const limits: ToolLimits = { timeout: 60_000, memory: 768 * 1024 * 1024, output: 4 * 1024 * 1024 }

/** Looks at a copied tree without the tool: syntax, declarations, calls of the tree's own modules, format where it can be told. */
export async function staticCheck(folder: string, tree: Tree, signal: AbortSignal): Promise<StaticChecked> {
  const files = tree.filter((path) => /\.(?:tf|tofu)(?:\.json)?$/.test(path))
  const { args, wasm } = whereItIs()
  const run = await runTool({
    ...{ program: process.execPath, cwd: folder, env: {}, limits, signal },
    args: ['--max-old-space-size=384', '--no-warnings', ...args],
    input: JSON.stringify({ folder, files, wasm }),
  })
  if (run.code !== 0) {
    const how = run.ended ?? `exit code ${run.code}`
    return { kind: 'failed', why: `the static check was not done (${how})` }
  }
  const { found, badlyFormatted } = Checked.parse(JSON.parse(run.stdout))
  return {
    kind: 'checked',
    directories: new Map(found.map(({ directory, ...own }) => [directory, own])),
    badlyFormatted,
  }
}

/** In a build all stands beside the code (build.ts); in the source it is loaded as the rest is. */
function whereItIs() {
  const built = join(import.meta.dirname, 'terraform-static.mjs')
  if (existsSync(built)) {
    const beside = (name: string) => join(import.meta.dirname, 'terraform-wasm', name)
    return {
      args: [built],
      wasm: { parser: beside('web-tree-sitter.wasm'), language: beside('tree-sitter-terraform.wasm') },
    }
  }
  const { resolve } = createRequire(import.meta.url)
  return {
    args: ['--import', resolve('tsx'), join(import.meta.dirname, 'static', 'main.ts')],
    wasm: {
      parser: resolve('web-tree-sitter/web-tree-sitter.wasm'),
      language: resolve('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm'),
    },
  }
}
