import type { Message } from '../core/message.js'
import type { Edge } from './edge.js'
import { fitView } from './limits.js'
import { wordOf } from './web-error.js'

/** The button that has it made anew: the one that says no line. */
export const refreshHome = 'home.refresh'

/** Slack's words for a person who has no Home any more: who was deactivated since they clicked, or where the app's tab was switched off. */
const withoutHome: ReadonlySet<string | undefined> = new Set([
  'user_not_found',
  'user_disabled',
  'not_enabled',
])

/**
 * Shows the Home tab of one person as it is now. It is made anew at each visit, so a failed one is only logged.
 * @param notice what came of a click there
 */
export async function publishHome(edge: Edge, user: string, notice?: Message): Promise<void> {
  const caller = { id: user, name: await edge.directory.nameOf(user), origin: 'home' as const }
  const reply = await edge.inside.home(caller, notice)
  const blocks = await edge.outbox.linked(reply.message.blocks)
  const view = fitView({ type: 'home', blocks: [...blocks] })
  try {
    await edge.web.views.publish({ user_id: user, view })
  } catch (error) {
    const word = wordOf(error)
    if (!withoutHome.has(word)) throw error
    edge.logger.warn({ user, word }, 'Slack has no Home for this person')
  }
}
