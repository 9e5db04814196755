/** What can be typed to the bot: put in by the build, from the bot's own help and its configuration. */
export interface Language {
  readonly verbs: readonly Verb[]
  readonly environments: readonly NamedEnvironment[]
  /** Ids of runbooks. */
  readonly runbooks: readonly string[]
  /** Tags of images when the page was built, the newest first. */
  readonly tags: readonly string[]
}

/** A verb as the bot's own help knows it. */
export interface Verb {
  readonly name: string
  readonly summary: string
  /** `/ohmy scale <service> <count> <environment>` */
  readonly usage: string
  /** Without `/ohmy`. */
  readonly examples: readonly string[]
  readonly takes: readonly Taken[]
}

/** One argument of a verb. */
export interface Taken {
  /** As it is said by name: `--reason`. */
  readonly option: string
  readonly summary: string
  /** `flag`: the option alone. `count`: a figure. `text`: words that nobody can guess. */
  readonly kind:
    | 'environment'
    | 'service'
    | 'choice'
    | 'id'
    | 'person'
    | 'runbook'
    | 'tag'
    | 'count'
    | 'flag'
    | 'text'
  /** Only as `--name value`. */
  readonly named: boolean
  /** Of `choice`. */
  readonly choices: readonly string[]
  /** Of `id`: `op` of `op-7k2m9qa`. */
  readonly idPrefix?: string
}

export interface NamedEnvironment {
  readonly name: string
  readonly aliases: readonly string[]
  /** Names of its services. */
  readonly services: readonly string[]
}

export const nothingToSay: Language = { verbs: [], environments: [], runbooks: [], tags: [] }
