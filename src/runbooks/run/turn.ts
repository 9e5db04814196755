import type { RunRecord } from '../../core/run.js'
import type { Turn } from '../../flow/flow.js'
import type { RunPorts } from './ports.js'

/** A worker holding a run. */
export type RunTurn = Turn<RunRecord, RunPorts>
