import { Counter, type Registry } from 'prom-client'

/** Durable work, as this process sees it. */
export function flowMetrics(registers: Registry[]) {
  return {
    flowsBegun: new Counter({
      name: 'ohmy_flows_begun_total',
      help: 'Flows that this process has begun, by kind',
      labelNames: ['kind'] as const,
      registers,
    }),
    flowsSettled: new Counter({
      name: 'ohmy_flows_settled_total',
      help: 'Flows that have ended and that this process let go for good, by kind and state',
      labelNames: ['kind', 'state'] as const,
      registers,
    }),
    flowFaults: new Counter({
      name: 'ohmy_flow_faults_total',
      help: 'Looks that met a fault, by kind; passing: it is looked at again, final: it has failed with it',
      labelNames: ['kind', 'fault'] as const,
      registers,
    }),
  }
}
