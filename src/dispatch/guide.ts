import type { Caller } from '../core/caller.js'
import { mayDecide } from '../changes/may-decide.js'
import { authorise } from '../access/authorise.js'
import type { Refusal } from '../access/permission.js'
import type { Authority } from '../access/authority.js'
import type { Command, Guide, Offer } from './command.js'

export function createGuide(commands: readonly Command[], prompt: string, authority: Authority): Guide {
  return {
    commands,
    prompt,
    offer: (command, caller) => offerOf(command, caller, authority),
    offers: (caller) => Promise.all(commands.map((command) => offerOf(command, caller, authority))),
    mayDecide: (record, environment, caller) => mayDecide(record, environment, caller, authority),
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
