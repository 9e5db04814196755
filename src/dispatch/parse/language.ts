import type { Environment } from '../../core/environment.js'
import type { Command } from '../command.js'
import type { Line } from './line.js'
import type { Given } from './options.js'
import type { Problem } from './problem.js'

/** Everything a typed line can mean. */
export interface Language {
  readonly commands: readonly Command[]
  readonly environments: readonly Environment[]
  /** The name of the environment that reading verbs use where none is named. */
  readonly defaultEnvironment: string
  /** What stands before a command where it was typed: `/ohmy`, `@ohmy`. */
  readonly prompt: string
}

export type Parsed =
  | {
      readonly kind: 'command'
      readonly command: Command
      readonly args: Readonly<Record<string, unknown>>
      /** What the command is about; undefined for verbs without an environment, or about all of them. */
      readonly environment: Environment | undefined
      /** As it was typed, to show it again with what has to be chosen besides. */
      readonly typed: Typed
    }
  | { readonly kind: 'problem'; readonly problem: Problem }

export interface Typed {
  readonly line: Line
  /** Texts by argument name. */
  readonly given: ReadonlyMap<string, Given>
}
