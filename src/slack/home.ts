import type { Message } from '../core/message.js'
import type { Edge } from './edge.js'
import { fitView } from './limits.js'

/** The button that has it made anew: the one that says no line. */
export const refreshHome = 'home.refresh'

/**
 * Shows the Home tab of one person as it is now. It is made anew at each visit, so a failed one is only logged.
 * @param notice what came of a click there
 */
export async function publishHome(edge: Edge, user: string, notice?: Message): Promise<void> {
  const caller = { id: user, name: await edge.directory.nameOf(user), origin: 'home' as const }
  const reply = await edge.inside.home(caller, notice)
  const blocks = await edge.outbox.linked(reply.message.blocks)
  const view = fitView({ type: 'home', blocks: [...blocks] })
  await edge.web.views.publish({ user_id: user, view })
}
