import { publishHome } from '../home.js'
import type { Action } from './action.js'

/** The Home tab is made anew. */
export const refreshHome: Action = {
  id: 'home.refresh',
  withoutStore: true,
  async run(edge, click) {
    await publishHome(edge, click.caller.id)
    return undefined
  },
}
