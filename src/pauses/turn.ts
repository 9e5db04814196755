import type { PauseRecord } from '../core/pause.js'
import type { Turn } from '../flow/flow.js'
import type { PausePorts } from './ports.js'

/** A worker holding a deployment that was met at a pause. */
export type PauseTurn = Turn<PauseRecord, PausePorts>
