import type { App } from '@slack/bolt'
import type { Background } from '../background.js'
import type { Edge } from '../edge.js'
import { publishHome } from '../home.js'

/** The App Home tab was opened: environments at a glance. */
export function listenToHome(app: App, edge: Edge, background: Background): void {
  app.event('app_home_opened', async ({ event, body }) => {
    if (event.tab !== 'home') return
    if ((await edge.deliveries.claim(body.event_id)) === 'duplicate') return
    background('home', () => publishHome(edge, event.user))
  })
}
