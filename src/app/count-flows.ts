import type { FlowCounts } from '../flow/engine.js'
import type { Metrics } from '../server/metrics.js'

/** Counts what happens to flows. */
export function countFlows(metrics: Metrics): FlowCounts {
  return {
    expects(kind) {
      for (const fault of ['passing', 'final']) metrics.flowFaults.inc({ kind, fault }, 0)
    },
    begun: (kind) => metrics.flowsBegun.inc({ kind }),
    settled: (kind, state) => metrics.flowsSettled.inc({ kind, state }),
    fault: (kind, fault) => metrics.flowFaults.inc({ kind, fault }),
  }
}
