import type { Caller } from '../core/caller.js'
import { authorise, type Refusal } from '../access/authorise.js'
import type { Authority } from '../access/authority.js'
import type { Command } from './command.js'

/** What one person may do with one verb, here. */
export interface Offer {
  readonly command: Command
  /** The environments in which this caller may do it, in the order of the configuration; empty for verbs without one. */
  readonly environments: readonly string[]
  /** Why not in the others. */
  readonly refusals: readonly { readonly environment: string | undefined; readonly refusal: Refusal }[]
  readonly allowed: boolean
}

/** What a caller may do: for help. */
export interface Guide {
  readonly commands: readonly Command[]
  /** What stands before a command where the caller types: `/ohmy`, `@ohmy`. */
  readonly prompt: string
  /** What of one command. Never rejects. */
  offer(command: Command, caller: Caller): Promise<Offer>
  /** One for each command. Never rejects. */
  offers(caller: Caller): Promise<readonly Offer[]>
}

export function createGuide(commands: readonly Command[], prompt: string, authority: Authority): Guide {
  return {
    commands,
    prompt,
    offer: (command, caller) => offerOf(command, caller, authority),
    offers: (caller) => Promise.all(commands.map((command) => offerOf(command, caller, authority))),
  }
}

async function offerOf(command: Command, caller: Caller, authority: Authority): Promise<Offer> {
  const about = Object.values(command.args).some((argument) => argument.kind === 'environment')
  const places = about ? authority.config.environments : [undefined]
  const decisions = await Promise.all(
    places.map(async (environment) => {
      const { name: verb, access, changes } = command
      const permission = await authorise({ verb, access, changes, environment, caller }, authority)
      return { environment: environment?.name, permission }
    }),
  )
  const environments: string[] = []
  const refusals: { environment: string | undefined; refusal: Refusal }[] = []
  for (const { environment, permission } of decisions) {
    if (permission.kind === 'refused') refusals.push({ environment, refusal: permission })
    else if (environment !== undefined) environments.push(environment)
  }
  return { command, environments, refusals, allowed: refusals.length < decisions.length }
}
