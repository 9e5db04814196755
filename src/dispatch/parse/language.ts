import type { Environment } from '../../core/environment.js'
import type { Form } from '../../core/form.js'
import type { Command } from '../command.js'
import type { Line } from './line.js'
import type { Given } from './options.js'

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

/** Why a line was not understood, for people. */
export interface Problem {
  readonly code: string
  readonly what: string
  readonly next: string
  readonly failed: 'usage' | 'refused'
  /** Ready to paste, with the prompt. */
  readonly commands?: readonly string[]
  /** The usage line of the verb, with the prompt. */
  readonly usage?: string
  /** What is missing, to be filled in. */
  readonly form?: Form
}
