import type {
  DimensionFilter,
  ListMetricsCommandInput,
  ListMetricsCommandOutput,
  Metric,
} from '@aws-sdk/client-cloudwatch'
import { AwsError } from '../errors.js'
import type { Handler } from '../handler.js'
import { page } from '../paging.js'
import type { World } from '../world.js'

/** What the account measures. 500 a page, as AWS answers. Metrics that are reported only when something happens count as seen. */
const listMetrics: Handler<ListMetricsCommandInput, ListMetricsCommandOutput> = (input, { world }) => {
  if ((input.Dimensions?.length ?? 0) > 10) {
    throw new AwsError('ValidationError', 'The collection Dimensions must not have a size greater than 10.')
  }
  if (input.RecentlyActive !== undefined && input.RecentlyActive !== 'PT3H') {
    throw new AwsError('ValidationError', 'The value for parameter RecentlyActive must be PT3H.')
  }
  const found = metricsOf(world).filter(
    (metric) =>
      (input.Namespace === undefined || metric.Namespace === input.Namespace) &&
      (input.MetricName === undefined || metric.MetricName === input.MetricName) &&
      (input.Dimensions ?? []).every((filter) => fits(metric, filter)),
  )
  const badToken = new AwsError('InvalidParameterValue', 'The value for parameter NextToken is invalid.')
  const { items, nextToken } = page(found, { nextToken: input.NextToken, size: 500, badToken })
  return { Metrics: items, NextToken: nextToken }
}

function metricsOf(world: World): Metric[] {
  return [...world.metricSources.values()].flatMap((source) => {
    const [namespace = '', ...pairs] = source.key.split('|')
    const dimensions = pairs
      .filter((pair) => pair !== '')
      .map((pair) => {
        const at = pair.indexOf('=')
        return { Name: pair.slice(0, at), Value: pair.slice(at + 1) }
      })
    return [...source.shapes.keys()].map((name) => ({
      Namespace: namespace,
      MetricName: name,
      Dimensions: dimensions,
    }))
  })
}

function fits(metric: Metric, filter: DimensionFilter): boolean {
  return (metric.Dimensions ?? []).some(
    ({ Name, Value }) => Name === filter.Name && (filter.Value === undefined || Value === filter.Value),
  )
}

export const listMetricsHandlers = { ListMetrics: listMetrics }
