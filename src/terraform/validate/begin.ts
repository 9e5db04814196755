import type { Config } from '../../config/config.js'
import type { Caller } from '../../core/caller.js'
import type { Reply } from '../../core/message.js'
import type { ReadingFlow } from '../../logs/reading.js'
import type { Readings } from '../../logs/readings.js'
import { noTree } from '../no-tree.js'
import type { ValidationRecord } from './record.js'

/** It ends by then, however many directories there are. */
const lasts = 60 * 60_000

/** Begins a validation. @param target `all`, a module, an environment @throws UserError where no tree is configured */
export function beginValidation(
  readings: Readings,
  flow: ReadingFlow<ValidationRecord>,
  { config, target }: { readonly config: Config; readonly target: string },
  caller: Caller,
): Promise<Reply> {
  if (config.terraform === undefined) throw noTree()
  const environment = config.environments.find(({ name, aliases }) => [name, ...aliases].includes(target))
  const about = {
    // Of a module nobody can say whose it is.
    environment: environment?.name ?? config.defaultEnvironment,
    validation: { target, directories: [] },
  }
  return readings.start(flow, () => about, lasts, caller)
}
