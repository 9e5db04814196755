import { availableParallelism } from 'node:os'
import type { TerraformTree } from '../../config/config.js'
import type { Environment } from '../../core/environment.js'
import { isRefused, type TerraformDirectory, type TerraformValidation } from '../../core/terraform.js'
import type { ReadingFlow, ReadingTurn } from '../../logs/reading.js'
import { copiedTree, directoryOf, type TreeSettings } from '../copied-tree.js'
import { directoriesOf } from '../copy-tree.js'
import { nameOf } from '../find-tool.js'
import { treeFlow } from '../tree-flow.js'
import { ValidationRecord } from './record.js'
import { directoriesFor } from './target.js'
import { type Part, validateTree } from './validate-tree.js'

export interface ValidateOptions extends Omit<TreeSettings, 'settings'> {
  /** Absent: no tree is configured. */
  readonly settings: TerraformTree | undefined
  readonly environments: readonly Environment[]
}

/** What the tool may write to one of its outputs. */
const mostOutput = 8 * 1024 * 1024

/** Looks at a copy of the tree with the tool, or without it: docs/terraform.md. */
export function validateTerraform(options: ValidateOptions): ReadingFlow<ValidationRecord> {
  return treeFlow<ValidationRecord>({
    ...{ kind: 'terraform.validate', record: ValidationRecord, options },
    work: (room, settings, turn, signal) => validateIn(room, settings, options.environments, turn, signal),
    judge(record) {
      const { validation } = record
      const isDone =
        validation.format !== undefined &&
        validation.directories.length > 0 &&
        validation.directories.every(({ result }) => result !== 'waiting' && result !== 'running')
      if (!isDone) return record
      return { ...record, status: isRefused(validation) ? 'failed' : 'done', result: validation }
    },
  })
}

async function validateIn(
  room: string,
  tree: TreeSettings,
  environments: readonly Environment[],
  turn: ReadingTurn<ValidationRecord>,
  signal: AbortSignal,
): Promise<void> {
  const copied = await copiedTree(room, tree, signal, { output: mostOutput })
  const { tool, files } = copied
  const ofEnvironments = environmentsIn(tree.settings.folder, environments)
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
  await validateTree(
    { ...copied, atATime: availableParallelism(), given: (directory) => ofEnvironments.get(directory) },
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

/** The answer so far, with a part more. */
export function withPart(validation: TerraformValidation, part: Part): TerraformValidation {
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
    environments.flatMap((environment) => {
      const { name, aliases, terraform } = environment
      const directory = directoryOf(folder, environment)
      if (directory === undefined || terraform === undefined) return []
      const { backendConfig, workspace } = terraform
      return [[directory, { names: [name, ...aliases], files: backendConfig, workspace }] as const]
    }),
  )
}
