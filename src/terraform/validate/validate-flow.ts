import { mkdir } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join, relative, resolve } from 'node:path'
import type { TerraformTree } from '../../config/config.js'
import type { Environment } from '../../core/environment.js'
import { isRefused, type TerraformDirectory, type TerraformValidation } from '../../core/terraform.js'
import { readingFlow, type ReadingFlow, type ReadingTurn } from '../../logs/reading.js'
import { copyTree, directoriesOf } from '../copy-tree.js'
import { findTool, nameOf } from '../find-tool.js'
import { inRoom } from '../in-room.js'
import { noTree } from './begin.js'
import { ValidationRecord } from './record.js'
import { directoriesFor } from './target.js'
import { type Part, validateTree } from './validate-tree.js'

export interface ValidateOptions {
  /** Absent: no tree is configured. */
  readonly settings: TerraformTree | undefined
  readonly environments: readonly Environment[]
  /** Where programs are, and how the network is reached. */
  readonly programs: { readonly path: string; readonly network: Readonly<Record<string, string>> }
  /** Folder for temporary files. */
  readonly temporary: string
}

/** What the tool may write to one of its outputs. */
const mostOutput = 8 * 1024 * 1024

/** Looks at a copy of the tree with the tool, or without it: docs/terraform.md. */
export function validateTerraform(options: ValidateOptions): ReadingFlow<ValidationRecord> {
  return readingFlow<ValidationRecord>({
    kind: 'terraform.validate',
    record: ValidationRecord,
    idPrefix: 'tf',

    async look(turn, ending) {
      const { record } = turn
      if (ending !== undefined) {
        const failure = 'It took longer than it may, so it was ended.'
        return {
          record: { ...record, status: ending.kind, ...(ending.kind === 'expired' ? { failure } : {}) },
        }
      }
      const { settings } = options
      if (settings === undefined) throw noTree()
      await inRoom(options.temporary, turn, (room, signal) =>
        validateIn(room, { ...options, settings }, turn, signal),
      )
      return ended(await turn.refresh())
    },
  })
}

function ended(record: ValidationRecord): { readonly record: ValidationRecord; readonly again: number } {
  const { validation } = record
  const isDone =
    validation.format !== undefined &&
    validation.directories.length > 0 &&
    validation.directories.every(({ result }) => result !== 'waiting' && result !== 'running')
  if (!isDone) return { record, again: 0 }
  const status = isRefused(validation) ? 'failed' : 'done'
  return { record: { ...record, status, result: validation }, again: 0 }
}

async function validateIn(
  room: string,
  { settings, environments, programs, temporary }: ValidateOptions & { readonly settings: TerraformTree },
  turn: ReadingTurn<ValidationRecord>,
  signal: AbortSignal,
): Promise<void> {
  const tree = join(room, 'tree')
  await mkdir(tree)
  const [files, tool] = await Promise.all([
    copyTree(settings.folder, tree),
    findTool(programs.path, settings.tool),
  ])
  const ofEnvironments = environmentsIn(settings.folder, environments)
  const byName = new Map(
    [...ofEnvironments].flatMap(([directory, { names }]) => names.map((name) => [name, directory])),
  )
  const wanted = directoriesFor(turn.record.validation.target, directoriesOf(files), byName)
  const known = new Map(turn.record.validation.directories.map((one) => [one.directory, one]))
  const waiting = (directory: string): TerraformDirectory => {
    const before = known.get(directory)
    // What another process was looking at when it died is looked at again.
    return before !== undefined && before.result !== 'running'
      ? before
      : { directory, result: 'waiting', diagnostics: [], more: 0 }
  }
  const directories = wanted.map(waiting)
  await write(turn, (validation) => ({
    ...validation,
    ...(tool === undefined ? {} : { tool: nameOf(tool) }),
    directories,
  }))
  const limits = {
    timeout: settings.timeout,
    memory: settings.memoryMegabytes * 1024 * 1024,
    output: mostOutput,
  }
  await validateTree(
    {
      ...{ room, tree, files, limits, signal },
      ...(tool === undefined ? {} : { tool }),
      pluginCache: resolve(settings.pluginCache ?? join(temporary, 'ohmy-terraform-plugins')),
      network: programs.network,
      atATime: availableParallelism(),
      given: (directory) => ofEnvironments.get(directory),
    },
    directories.filter(({ result }) => result === 'waiting').map(({ directory }) => directory),
    (part) => write(turn, (validation) => withPart(validation, part)),
  )
}

function write(
  turn: ReadingTurn<ValidationRecord>,
  change: (validation: TerraformValidation) => TerraformValidation,
): Promise<ValidationRecord> {
  return turn.write((record) => ({ ...record, validation: change(record.validation) }))
}

function withPart(validation: TerraformValidation, part: Part): TerraformValidation {
  if ('format' in part) return { ...validation, format: part.format }
  const { directory } = part
  const directories = validation.directories.map((one) =>
    one.directory === directory.directory ? directory : one,
  )
  return { ...validation, directories }
}

/** The root modules of environments, by their directory in the tree. */
function environmentsIn(folder: string, environments: readonly Environment[]) {
  return new Map(
    environments.flatMap(({ name, aliases, terraform }) => {
      if (terraform?.folder === undefined) return []
      const directory = relative(folder, terraform.folder).replaceAll('\\', '/')
      if (directory.startsWith('..')) return []
      const { backendConfig, workspace } = terraform
      return [[directory || '.', { names: [name, ...aliases], files: backendConfig, workspace }] as const]
    }),
  )
}
