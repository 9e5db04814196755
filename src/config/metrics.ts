import type { MetricUnit } from '../core/metric-words.js'
import type { Problem } from '../yaml/problem.js'
import type { OwnMetric } from './config.js'
import { checkNames } from './freezes.js'
import { type metricUnits, type RawMetric, takesService } from './metrics-schema.js'
import { isMap, listOf, mapOf } from './written.js'

/** What people are shown, and how it comes from what is published. */
const shownAs: Readonly<Record<(typeof metricUnits)[number], readonly [MetricUnit, number]>> = {
  percent: ['percent', 1],
  count: ['count', 1],
  none: ['none', 1],
  seconds: ['seconds', 1],
  milliseconds: ['seconds', 0.001],
  bytes: ['bytes', 1],
  megabytes: ['bytes', 1_024 ** 2],
}

/** Metrics of the team's own, with targets in the unit that is shown. */
export function buildMetrics(raw: Readonly<Record<string, RawMetric>>): readonly OwnMetric[] {
  return Object.entries(raw).map(([name, written]) => {
    const { below, above, higherIsWorse, services, unit, ...rest } = written
    const [shown, scale] = shownAs[unit]
    const target =
      below === undefined
        ? above === undefined
          ? undefined
          : { above: above * scale }
        : { below: below * scale }
    const isWorse = higherIsWorse ?? above === undefined
    return {
      name,
      ...rest,
      ...{ unit: shown, scale, bad: isWorse ? ('high' as const) : ('low' as const) },
      ...(target === undefined ? {} : { target }),
      ...(takesService(rest.dimensions)
        ? { services: services.length === 0 ? ('each' as const) : services }
        : {}),
    }
  })
}

/** Names that stand for nothing would be asked for, and answered by nobody. */
export function checkMetrics(
  root: Readonly<Record<string, unknown>>,
  environments: readonly string[],
): Problem[] {
  return Object.entries(mapOf(root['metrics'])).flatMap(([name, metric]) => {
    if (!isMap(metric)) return []
    const places = listOf(metric['environments']).filter((one) => typeof one === 'string')
    const services = (places.length === 0 ? environments : places).map(
      (place) => mapOf(mapOf(root['environments'])[place])['services'],
    )
    // Where an environment's services are discovered, any may be one.
    const known = services.every((written) => written !== undefined)
      ? [...new Set(services.flatMap((written) => (isMap(written) ? Object.keys(written) : listOf(written))))]
      : undefined
    return [
      ...checkNames(['metrics', name, 'environments'], metric['environments'], 'environment', environments),
      ...checkNames(
        ['metrics', name, 'services'],
        metric['services'],
        'service',
        known?.filter((one) => typeof one === 'string'),
      ),
    ]
  })
}
