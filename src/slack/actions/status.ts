import { z } from 'zod'
import { scaleModal } from '../views/scale-modal.js'
import { openView } from '../open-view.js'
import type { Action } from './action.js'
import { readValue, sayAction } from './typed.js'
import { unreadable } from './unreadable.js'

const value = z.object({
  v: z.literal(1),
  environment: z.string().max(200),
  service: z.string().max(300).optional(),
})

/** Asks again, in the same message. */
function ask(id: string): Action {
  return sayAction(
    id,
    value,
    ({ service, environment }) => ({ verb: 'status', words: [service, environment] }),
    { replaces: true },
  )
}

export const refreshStatus = ask('status.refresh')
export const showDetails = ask('status.details')

/** Opens the modal that asks which service and how many. */
export const openScale: Action = {
  id: 'status.scale',
  async run(edge, click) {
    const about = readValue(value, click.value)
    const environment = edge.config.environments.find((candidate) => candidate.name === about?.environment)
    if (environment === undefined) return unreadable()
    const view = scaleModal(environment, click.caller.place, about?.service)
    await openView(edge, click.triggerId, view, click.caller.request)
    return undefined
  },
}
