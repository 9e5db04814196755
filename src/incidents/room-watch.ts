import type { Authority } from '../access/authority.js'
import { isUnreadable } from '../access/permission.js'
import { mayDoAbout } from '../access/permissions.js'
import type { Caller } from '../core/caller.js'
import type { RoomWatch } from '../core/incident-room.js'
import { UserError } from '../core/user-error.js'
import type { Flows } from '../flow/flows.js'
import type { IncidentIn } from './incident-in.js'
import { incidentFlow } from './incident/incident-flow.js'

/** Follows what happens in incidents' own channels. Who may not help in an incident puts nothing into its timeline, and is not told so: a reaction is no request. */
export function createRoomWatch(options: {
  readonly flows: Pick<Flows, 'hear'>
  readonly incidentIn: IncidentIn
  readonly authority: Authority
  readonly nameOf: (user: string) => Promise<string>
}): RoomWatch {
  const { flows, incidentIn, authority, nameOf } = options
  return {
    async happened(channel, event, user) {
      const incident = await incidentIn(channel)
      if (incident === undefined) return
      const by: Caller = { id: user, name: await nameOf(user), origin: 'mention', place: { channel } }
      if (event.kind === 'mark' && event.on) {
        const verb = { verb: 'incident', access: 'viewer' } as const
        const refusal = await mayDoAbout(verb, incident.environment, by, authority)
        // Slack tells it again later.
        if (refusal !== undefined && isUnreadable(refusal)) throw refusal
        if (refusal !== undefined) return
      }
      try {
        await flows.hear(incidentFlow, incident.id, { ...event, by })
      } catch (error) {
        if (!(error instanceof UserError)) throw error
      }
    },
  }
}
