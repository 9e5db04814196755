import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FoundTool } from './find-tool.js'
import { runTool, type ToolLimits, type ToolRun } from './run-tool.js'

/** What the tool is run with, for one validation. */
export interface ToolRoom {
  readonly tool: FoundTool
  /** A folder of its own, with the copied tree in it: the tool finds no other home. */
  readonly room: string
  readonly tree: string
  readonly pluginCache: string
  readonly limits: ToolLimits
  readonly signal: AbortSignal
  /** Variables that say how the network is reached from here. */
  readonly network: Readonly<Record<string, string>>
  /**
   * As many are run at a time as there are cores: each takes one then. Go's threads look for work on every core, which costs two runs beside each other up to four times what
   * they take one after the other (docs/bench.md).
   */
  readonly isOneOfMany?: boolean
}

/** What the tool may be asked for: nothing that changes anything. */
export type ToolAsked =
  | readonly ['fmt' | 'init' | 'validate' | 'plan' | 'show', ...string[]]
  | readonly ['workspace', 'list', ...string[]]

/** Runs the tool in a directory of the copied tree. @param more for the environment: credentials, where a plan needs some */
export async function askTool(
  { tool, room, tree, pluginCache, limits, signal, network, isOneOfMany = false }: ToolRoom,
  directory: string,
  args: ToolAsked,
  more: Readonly<Record<string, string>> = {},
): Promise<ToolRun> {
  const home = join(room, 'home')
  await Promise.all([home, pluginCache].map((folder) => mkdir(folder, { recursive: true })))
  const env = {
    // Modules may be fetched by git, which is looked for beside the system's own programs.
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: home,
    TMPDIR: room,
    ...network,
    TF_IN_AUTOMATION: '1',
    ...(isOneOfMany ? { GOMAXPROCS: '1' } : {}),
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
    // No configuration of whoever ohmy runs as: a token of a registry may be in it.
    TF_CLI_CONFIG_FILE: '/dev/null',
    TF_PLUGIN_CACHE_DIR: pluginCache,
    // Without it Terraform takes from the cache only what a lock file names; the lock file here is a copy.
    TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: '1',
    // A question for a password would wait for ever.
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '/bin/false',
    GIT_CONFIG_NOSYSTEM: '1',
    ...more,
  }
  return runTool({ program: tool.program, args, cwd: join(tree, directory), env, limits, signal })
}

/** Why a run was ended, in words; undefined where it ended by itself. */
export function whyEnded({ ended }: ToolRun, { timeout, memory, output }: ToolLimits): string | undefined {
  switch (ended) {
    case undefined:
      return undefined
    case 'timeout':
      return `it took longer than ${Math.round(timeout / 1_000)} s and was ended`
    case 'memory':
      return `it needed more than ${Math.round(memory / 1024 / 1024).toLocaleString('en')} MB of memory and was ended`
    case 'output':
      return `it wrote more than ${Math.round(output / 1024 / 1024)} MB and was ended`
    case 'stopped':
      return 'it was stopped'
    case 'died':
      return 'it was killed from outside'
  }
}
