import type { Clock } from '../../core/clock.js'
import type { Environment } from '../../core/environment.js'
import type { TerraformDirectory, TerraformValidation } from '../../core/terraform.js'
import { UserError } from '../../core/user-error.js'
import { copiedTree, directoryOf, type TreeSettings } from '../copied-tree.js'
import { nameOf } from '../find-tool.js'
import { inRoom } from '../in-room.js'
import { noTree } from '../no-tree.js'
import { fingerprintOf } from './fingerprint.js'
import { validateTree } from './validate-tree.js'

/** What was found of an environment's root module, and when. */
export interface EnvironmentLooked {
  readonly tool?: string
  readonly format: NonNullable<TerraformValidation['format']>
  readonly directory: TerraformDirectory
  readonly at: number
}

/** Looks whether the code of an environment is valid, within a few seconds, for who cannot wait longer. */
export interface TerraformLooks {
  /** @throws UserError where nobody can say which code that is, or it cannot be read */
  at(environment: Environment): Promise<EnvironmentLooked>
}

/** ms. Of each of the two runs one after the other, so that an answer is there within what a check may take. */
const usualPatience = 8_000
const mostOutput = 8 * 1024 * 1024
/** ms. Without a lock file newer providers may be fetched, of which it is not valid any more. */
const keptFor = 600_000

/**
 * What the tool has said is kept for as long as no file of the tree has changed, ten minutes at most; what it could not be asked is asked again. Who asks meanwhile
 * waits for the same answer.
 */
export function createTerraformLooks(
  options: Omit<TreeSettings, 'settings'> & {
    /** Absent: no tree is configured. */
    readonly settings: TreeSettings['settings'] | undefined
    /** ms that one run of the tool may take here. */
    readonly patience?: number
  },
  clock: Clock,
): TerraformLooks {
  const { patience = usualPatience } = options
  const kept = new Map<string, { readonly fingerprint: string; readonly looked: EnvironmentLooked }>()
  const asked = new Map<string, Promise<EnvironmentLooked>>()

  async function look(environment: Environment): Promise<EnvironmentLooked> {
    const { settings } = options
    if (settings === undefined) throw noTree()
    const directory = directoryOf(settings.folder, environment)
    if (directory === undefined) throw notInTree(environment.name)
    const files = environment.terraform?.backendConfig ?? []
    // Before it is copied: what changes meanwhile is looked at the next time.
    const fingerprint = await fingerprintOf(settings.folder, files)
    const before = kept.get(environment.name)
    const isKept = before !== undefined && before.fingerprint === fingerprint
    if (isKept && clock.now() - before.looked.at < keptFor) return before.looked
    const found = await validate(environment, directory, { ...options, settings }, patience)
    const looked = { ...found, at: clock.now() }
    kept.delete(environment.name)
    if (fingerprint !== undefined && found.directory.skipped === undefined)
      kept.set(environment.name, { fingerprint, looked })
    return looked
  }

  return {
    at(environment) {
      const running = asked.get(environment.name) ?? look(environment)
      asked.set(environment.name, running)
      return running.finally(() => asked.delete(environment.name))
    },
  }
}

async function validate(
  { terraform }: Environment,
  directory: string,
  settings: TreeSettings,
  timeout: number,
): Promise<Omit<EnvironmentLooked, 'at'>> {
  return inRoom(settings.temporary, async (room) => {
    const { signal } = new AbortController()
    const copied = await copiedTree(room, settings, signal, { output: mostOutput, timeout })
    let format: TerraformValidation['format']
    let found: TerraformDirectory | undefined
    const given = { files: terraform?.backendConfig ?? [], workspace: terraform?.workspace ?? 'default' }
    await validateTree({ ...copied, atATime: 1, given: () => given }, [directory], async (part) => {
      if ('format' in part) format = part.format
      else found = part.directory
    })
    if (format === undefined || found === undefined) throw new Error('A look at a tree came to no end')
    return {
      ...{ format, directory: found },
      ...(copied.tool === undefined ? {} : { tool: nameOf(copied.tool) }),
    }
  })
}

function notInTree(name: string): UserError {
  return new UserError(
    'terraform-elsewhere',
    `Nobody knows which root module of the Terraform tree is ${name}’s.`,
    `Set environments.${name}.terraform.folder to a folder in terraform.folder.`,
  )
}
