import type { IncidentFigures, IncidentRecord, Severity } from '../core/incident.js'
import { isEnded, type OperationRecord } from '../core/operation.js'
import { timesOf } from './review.js'

const day = 86_400_000
/**
 * @param operations what was done in that time
 * @param time ms since the epoch
 */
export function figuresOf(
  incidents: readonly IncidentRecord[],
  operations: readonly OperationRecord[],
  { since, until }: { readonly since: number; readonly until: number },
): IncidentFigures {
  const counted = incidents.filter(({ status, openedAt }) => status !== 'merged' && openedAt >= since)
  const times = counted.map(timesOf)
  const acknowledge = mean(times.flatMap((time) => time.acknowledge ?? []))
  const resolve = mean(times.flatMap((time) => time.resolve ?? []))
  const changed = operations.filter(({ state, startedAt }) => isEnded(state) && startedAt !== undefined)
  const deployed = changed.filter(({ name, undoes }) => name === 'deploy-service' && undoes === undefined)
  const failed = deployed.filter(
    ({ state, undoneBy }) => state === 'failed' || state === 'rolled back' || undoneBy !== undefined,
  )
  const rolledBack = changed.filter(
    ({ name, state, undoes }) => name === 'rollback-service' && state === 'succeeded' && undoes === undefined,
  )
  const failures = Math.min(deployed.length, failed.length + rolledBack.length)
  const days = Math.max(1, (until - since) / day)
  return {
    days: Math.round(days),
    bySeverity: { 1: countOf(counted, 1), 2: countOf(counted, 2), 3: countOf(counted, 3) },
    open: counted.filter(({ resolvedAt }) => resolvedAt === undefined).length,
    ...(acknowledge === undefined ? {} : { timeToAcknowledge: acknowledge }),
    ...(resolve === undefined ? {} : { timeToResolve: resolve }),
    deployments: deployed.length,
    failedDeployments: failures,
    deploymentsADay: deployed.length / days,
    ...(deployed.length === 0 ? {} : { changeFailureRate: failures / deployed.length }),
  }
}

function countOf(incidents: readonly IncidentRecord[], severity: Severity): number {
  return incidents.filter((incident) => incident.severity === severity).length
}

function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length
}
