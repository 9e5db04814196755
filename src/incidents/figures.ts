import type {
  CountedIncident,
  FiguresPeriod,
  IncidentCount,
  IncidentFigures,
  Severity,
} from '../core/incident.js'
import type { OperationRecord } from '../core/operation.js'
import { type Deployment, deploymentsIn } from './deployments.js'
import { timesOf } from './review.js'

const day = 86_400_000
/** Days of a period, so that there are no more than a chart of Slack has categories. */
const periodDays = [1, 7, 14, 28, 91] as const
const mostPeriods = 20

/**
 * Incidents that were opened in that time, and deployments that were started in it. One that went into another one is that one.
 * @param operations what was done in that time
 * @param time ms since the epoch
 */
export function figuresOf(
  incidents: readonly CountedIncident[],
  operations: readonly OperationRecord[],
  time: { readonly since: number; readonly until: number; readonly isCut?: boolean },
): IncidentFigures {
  const { since, until, isCut = false } = time
  const counted = incidents.filter(
    ({ status, openedAt }) => status !== 'merged' && openedAt >= since && openedAt <= until,
  )
  const deployments = deploymentsIn(operations).filter(({ at }) => at >= since && at <= until)
  const failed = deployments.filter(({ hasFailed }) => hasFailed)
  const restore = mean(failed.flatMap(({ restored }) => restored ?? []))
  const days = Math.max(1, (until - since) / day)
  const of = (severity: Severity) => countOf(counted.filter((one) => one.severity === severity))
  return {
    days: Math.round(days),
    all: countOf(counted),
    bySeverity: { 1: of(1), 2: of(2), 3: of(3) },
    deployments: deployments.length,
    failedDeployments: failed.length,
    deploymentsADay: deployments.length / days,
    ...(deployments.length === 0 ? {} : { changeFailureRate: failed.length / deployments.length }),
    ...(restore === undefined ? {} : { timeToRestore: restore }),
    course: courseOf(counted, deployments, { since, until }),
    isCut,
  }
}

function countOf(incidents: readonly CountedIncident[]): IncidentCount {
  const times = incidents.map(timesOf)
  const acknowledge = mean(times.flatMap((time) => time.acknowledge ?? []))
  const resolve = mean(times.flatMap((time) => time.resolve ?? []))
  return {
    count: incidents.length,
    open: incidents.filter(({ status, resolvedAt }) => resolvedAt === undefined && status !== 'closed')
      .length,
    ...(acknowledge === undefined ? {} : { timeToAcknowledge: acknowledge }),
    ...(resolve === undefined ? {} : { timeToResolve: resolve }),
  }
}

/** In periods that end now, so that the newest one is as long as the others. */
function courseOf(
  incidents: readonly CountedIncident[],
  deployments: readonly Deployment[],
  { since, until }: { readonly since: number; readonly until: number },
): readonly FiguresPeriod[] {
  const days = Math.max(1, (until - since) / day)
  const long =
    (periodDays.find((length) => days / length <= mostPeriods) ?? Math.ceil(days / mostPeriods)) * day
  const periods = Math.max(1, Math.ceil((until - since) / long))
  const periodOf = (at: number) => periods - 1 - Math.min(periods - 1, Math.floor((until - at) / long))
  return Array.from({ length: periods }, (_, index) => {
    const inPeriod = incidents.filter(({ openedAt }) => periodOf(openedAt) === index)
    const deployed = deployments.filter(({ at }) => periodOf(at) === index)
    const of = (severity: Severity) => inPeriod.filter((one) => one.severity === severity).length
    return {
      from: Math.max(since, until - (periods - index) * long),
      incidents: { 1: of(1), 2: of(2), 3: of(3) },
      deployments: deployed.length,
      failedDeployments: deployed.filter(({ hasFailed }) => hasFailed).length,
    }
  })
}

function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length
}
