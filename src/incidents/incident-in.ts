import type { IncidentRecord } from '../core/incident.js'
import type { RoomIndex } from '../core/incident-room.js'
import type { Flows } from '../flow/flows.js'
import { incidentFlow } from './incident/incident-flow.js'

/** The incident whose own channel this is; undefined: it is nobody's. Rejects when the store does not say. */
export type IncidentIn = (channel: string) => Promise<IncidentRecord | undefined>

/** Goes by the record, not by a channel's name, topic or purpose: those can be set by anybody. */
export function createIncidentIn(
  flows: Pick<Flows, 'find'>,
  rooms: Pick<RoomIndex, 'incidentOf'>,
): IncidentIn {
  return async (channel) => {
    const id = await rooms.incidentOf(channel)
    if (id === undefined) return undefined
    const record = (await flows.find<IncidentRecord>(incidentFlow, id))?.record
    return record?.place?.kind === 'own' && record.place.channel === channel ? record : undefined
  }
}
