import type { IncidentRecord } from '../../core/incident.js'
import type { Turn } from '../../flow/flow.js'
import type { IncidentPorts } from './ports.js'

/** A worker holding an incident. */
export type IncidentTurn = Turn<IncidentRecord, IncidentPorts>
