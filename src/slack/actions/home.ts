import { z } from 'zod'
import { publishHome } from '../home.js'
import type { Action } from './action.js'
import { readValue, sayAction } from './typed.js'

/** The Home tab is made anew. */
export const refreshHome: Action = {
  id: 'home.refresh',
  withoutStore: true,
  async run(edge, click) {
    await publishHome(edge, click.caller.id)
    return undefined
  },
}

const value = z.object({
  v: z.literal(1),
  verb: z.string().regex(/^[a-z][a-z-]{0,39}$/),
  environment: z.string().max(200),
  changes: z.boolean().optional(),
})

/** Runs a verb: what changes something in the operations channel, what only looks in a direct message. */
function useVerb(id: string): Action {
  return sayAction(id, value, ({ verb, environment }) => ({ verb, words: [environment] }), {
    callerOf(edge, { caller, value: claimed }) {
      const { operations } = edge.config.channels
      const inChannel = { channel: referenceOf(operations), channelName: operations }
      const changes = readValue(value, claimed)?.changes === true
      return { ...caller, place: changes ? inChannel : { channel: caller.id } }
    },
  })
}

export const homeVerbs: readonly Action[] = ['status', 'logs', 'metrics', 'verb'].map((name) =>
  useVerb(`home.${name}`),
)

/** A channel by name is written `#devops`, by id as it is. */
function referenceOf(channel: string): string {
  return /^[CG][A-Z0-9]{8,}$/.test(channel) ? channel : `#${channel}`
}
