import type { z } from 'zod'

/** What a runbook can name, given by whoever knows it: this room knows neither commands nor checks. */
export interface Vocabulary {
  readonly checks: readonly {
    readonly name: string
    readonly needsService: boolean
    readonly arguments: z.ZodType
    /** Absent: it has no number to compare with. */
    readonly value?: string
  }[]
  /**
   * Reads an action's line as it would be read when somebody typed it, with example values in the place of `{{ … }}`.
   * @returns why it is none, one sentence; undefined: it is a line of a verb that changes something
   */
  readonly problemOf: (line: string) => string | undefined
  /** Names of the environments, and of the services in each: for defaults and examples. */
  readonly environments: readonly { readonly name: string; readonly services: readonly string[] }[]
}
