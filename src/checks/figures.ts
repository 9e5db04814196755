import type { ServiceRef } from '../core/environment.js'
import { formatFigure } from '../core/metric-words.js'
import type { Figure, FigureTarget, MetricsOverview } from '../core/metrics.js'
import { UserError } from '../core/user-error.js'
import { type InfrastructurePart, readMetrics } from '../metrics/read-metrics.js'
import type { CheckPorts, Subject } from './check.js'
import { awsOf } from './subject.js'

/**
 * The figures of one part of an environment over the last `since` ms, as they are now: what was only remembered is none.
 * @throws UserError `figures-unread`
 */
export async function figuresNow(
  subject: Subject,
  focus: ServiceRef | InfrastructurePart,
  since: number,
  ports: CheckPorts,
): Promise<MetricsOverview> {
  const { environment } = subject
  const { config, clock } = ports
  const overview = await readMetrics({
    aws: awsOf(subject, ports),
    environment,
    focus,
    since,
    thresholds: config.thresholds,
    clock,
  })
  const old = overview.rememberedFrom !== undefined
  if (overview.figures.length > 0 && !old) return overview
  const why = overview.missing.map((part) => `${part.what}: ${part.why}`).join('; ')
  const what =
    why === '' ? `There are no figures of it in ${environment.name}.` : `There are no figures: ${why}.`
  throw new UserError('figures-unread', what, 'Its name in ohmy.yaml is what they are asked by.')
}

/** `below 80 %` */
export function targetWords(target: FigureTarget, unit: Figure['unit']): string {
  if ('below' in target) return `below ${formatFigure(target.below, unit)}`
  if ('above' in target) return `above ${formatFigure(target.above, unit)}`
  return `at least ${formatFigure(target.atLeast, unit)}`
}
