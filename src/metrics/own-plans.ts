import type { MetricQuestion } from '../aws/aws.js'
import type { OwnMetric } from '../config/config.js'
import type { Environment, ServiceRef } from '../core/environment.js'
import { question } from '../status/measurements.js'
import type { FigurePlan } from './plans.js'

/** Whose metric it is, where it is no service's. */
export const ownSubject = 'own'

/**
 * The figures that the team publishes itself and has named in the configuration: of the environment, and of each service that publishes them.
 * @param refs the services that are looked at
 */
export function ownPlans(
  metrics: readonly OwnMetric[],
  environment: Environment,
  { refs, ofEnvironment }: { readonly refs: readonly ServiceRef[]; readonly ofEnvironment: boolean },
): readonly FigurePlan[] {
  return metrics
    .filter(({ environments }) => environments.length === 0 || environments.includes(environment.name))
    .flatMap((metric) => {
      const { services } = metric
      if (services === undefined) return ofEnvironment ? [planOf(metric, environment)] : []
      return refs
        .filter(({ name }) => services === 'each' || services.includes(name))
        .map((ref) => planOf(metric, environment, ref))
    })
}

function planOf(metric: OwnMetric, environment: Environment, ref?: ServiceRef): FigurePlan {
  const { name, unit, bad, scale, target, statistic } = metric
  const subject = ref?.name ?? ownSubject
  const counts = statistic === 'Sum' || statistic === 'SampleCount'
  return {
    ...{ subject, name, unit, bad },
    questions: [questionOf(metric, environment, subject)],
    combine: ([value]) => (value === undefined ? undefined : value * scale),
    own: true,
    ...(target === undefined ? {} : { target: () => target }),
    ...(counts ? { perMinute: true } : {}),
  }
}

function questionOf(metric: OwnMetric, environment: Environment, subject: string): MetricQuestion {
  const written = Object.entries(metric.dimensions).map(([name, value]) => [
    name,
    value.replaceAll('{env}', environment.name).replaceAll('{service}', subject),
  ])
  const dimensions = Object.fromEntries(written) as Record<string, string>
  return question(
    `own ${metric.name} ${subject}`,
    metric.namespace,
    metric.metric,
    dimensions,
    metric.statistic,
  )
}
