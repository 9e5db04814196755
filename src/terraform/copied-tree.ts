import { mkdir } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import type { TerraformTree } from '../config/config.js'
import type { Environment } from '../core/environment.js'
import type { ToolRoom } from './ask-tool.js'
import { copyTree, type Tree } from './copy-tree.js'
import { findTool } from './find-tool.js'

/** With what the configured tree is looked at. */
export interface TreeSettings {
  readonly settings: TerraformTree
  /** Where programs are, and how the network is reached. */
  readonly programs: { readonly path: string; readonly network: Readonly<Record<string, string>> }
  /** Folder for temporary files. */
  readonly temporary: string
}

/** A copy of the tree, with what the tool is run with in it. */
export interface CopiedTree extends Omit<ToolRoom, 'tool'> {
  /** Absent: there is neither where ohmy runs. */
  readonly tool?: ToolRoom['tool']
  readonly files: Tree
}

/**
 * Copies the configured tree into a room, and looks for the tool meanwhile.
 * @param options.output bytes that the tool may write to one of its outputs @param options.timeout ms of one run, where that is less than the configured one
 * @throws UserError where the tree cannot be copied
 */
export async function copiedTree(
  room: string,
  { settings, programs, temporary }: TreeSettings,
  signal: AbortSignal,
  {
    output,
    timeout = settings.timeout,
    withValues = false,
  }: { readonly output: number; readonly timeout?: number; readonly withValues?: boolean },
): Promise<CopiedTree> {
  const tree = join(room, 'tree')
  await mkdir(tree)
  const [files, tool] = await Promise.all([
    copyTree(settings.folder, tree, { withValues }),
    findTool(programs.path, settings.tool),
  ])
  const limits = {
    timeout: Math.min(timeout, settings.timeout),
    memory: settings.memoryMegabytes * 1024 * 1024,
    output,
  }
  const pluginCache = resolve(settings.pluginCache ?? join(temporary, 'ohmy-terraform-plugins'))
  return {
    ...{ room, tree, files, limits, signal, pluginCache, network: programs.network },
    ...(tool === undefined ? {} : { tool }),
  }
}

/** Where the root module of an environment is in the tree; undefined: it has none there. */
export function directoryOf(folder: string, { terraform }: Environment): string | undefined {
  if (terraform?.folder === undefined) return undefined
  const directory = relative(folder, terraform.folder).replaceAll('\\', '/')
  return directory.startsWith('..') ? undefined : directory || '.'
}
