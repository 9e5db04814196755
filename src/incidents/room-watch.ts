import type { Authority } from '../access/authority.js'
import { isUnreadable } from '../access/permission.js'
import { mayDoAbout } from '../access/permissions.js'
import type { Caller } from '../core/caller.js'
import { type IncidentRecord, isIncidentEnded } from '../core/incident.js'
import { asJson } from '../core/json.js'
import type { Message } from '../core/message.js'
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
  /** What somebody reads who comes late. */
  readonly brief: (incident: IncidentRecord, reader: Caller) => Promise<Message>
  readonly nameOf: (user: string) => Promise<string>
}): RoomWatch {
  const { flows, incidentIn, authority, nameOf } = options

  const callerOf = async (user: string, channel: string): Promise<Caller> => ({
    id: user,
    name: await nameOf(user),
    origin: 'mention',
    place: { channel },
  })

  /** Whether they may help. Rejects where nobody can tell: Slack tells it again later. */
  async function mayHelp({ environment }: IncidentRecord, by: Caller): Promise<boolean> {
    const refusal = await mayDoAbout({ verb: 'incident', access: 'viewer' }, environment, by, authority)
    if (refusal !== undefined && isUnreadable(refusal)) throw refusal
    return refusal === undefined
  }
  return {
    async happened(channel, event, user) {
      const incident = await incidentIn(channel)
      if (incident === undefined) return
      const by = await callerOf(user, channel)
      if (event.kind === 'mark' && event.on && !(await mayHelp(incident, by))) return
      try {
        await flows.hear(incidentFlow, incident.id, { ...event, by })
      } catch (error) {
        if (!(error instanceof UserError)) throw error
      }
    },

    async joined(channel, user) {
      const incident = await incidentIn(channel)
      if (incident === undefined || isIncidentEnded(incident)) return undefined
      // Who was asked in at its opening is there from the beginning.
      if (incident.invited?.includes(user) === true) return undefined
      const reader = await callerOf(user, channel)
      if (!(await mayHelp(incident, reader))) return undefined
      return { message: await options.brief(incident, reader), data: asJson(incident), shownTo: 'caller' }
    },
  }
}
