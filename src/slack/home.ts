import type { Edge } from './edge.js'
import { fitView } from './limits.js'

/** Shows the Home tab of one person as it is now. It is made anew at each visit, so a failed one is only logged. */
export async function publishHome(edge: Edge, user: string): Promise<void> {
  const caller = { id: user, name: await edge.directory.nameOf(user), origin: 'home' as const }
  const reply = await edge.inside.home(caller)
  const view = fitView({ type: 'home', blocks: [...reply.message.blocks] })
  await edge.web.views.publish({ user_id: user, view })
}
