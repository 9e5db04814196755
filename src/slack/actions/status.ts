import { z } from 'zod'
import { scaleModal } from '../views/scale-modal.js'
import type { Action } from './action.js'
import { unreadable } from './unreadable.js'

const value = z.object({
  v: z.literal(1),
  environment: z.string().max(200),
  service: z.string().max(300).optional(),
})

function read(text: string | undefined): z.infer<typeof value> | undefined {
  try {
    return value.parse(JSON.parse(text ?? ''))
  } catch {
    return undefined
  }
}

/** Asks again, in the same message. */
function ask(id: string): Action {
  return {
    id,
    replaces: true,
    async run(edge, click) {
      const about = read(click.value)
      if (about === undefined) return unreadable()
      const words = about.service === undefined ? [about.environment] : [about.service, about.environment]
      return edge.inside.run(`status ${words.map((word) => JSON.stringify(word)).join(' ')}`, click.caller)
    },
  }
}

export const refreshStatus = ask('status.refresh')
export const showDetails = ask('status.details')

/** Opens the modal that asks which service and how many. */
export const openScale: Action = {
  id: 'status.scale',
  async run(edge, click) {
    const about = read(click.value)
    const environment = edge.config.environments.find((candidate) => candidate.name === about?.environment)
    if (environment === undefined) return unreadable()
    const view = scaleModal(environment, click.caller.place, about?.service)
    await edge.web.views.open({ trigger_id: click.triggerId, view })
    return undefined
  },
}
