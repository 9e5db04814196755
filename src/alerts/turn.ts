import type { AlertRecord } from '../core/alert.js'
import type { Turn } from '../flow/flow.js'
import type { AlertPorts } from './ports.js'

/** A worker holding an alert. */
export type AlertTurn = Turn<AlertRecord, AlertPorts>
