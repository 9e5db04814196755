import { isObject } from '../core/mask-data.js'

const mostShown = 6

/**
 * A line of CloudWatch's embedded metric format, as the figures it carries: `app/orders: error=0, latency=12`. Undefined for any other.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function wordsForMetrics(line: Readonly<Record<string, unknown>>): string | undefined {
  const { _aws: about } = line
  if (!isObject(about)) return undefined
  const directives = (about as Record<string, unknown>)['CloudWatchMetrics']
  if (!Array.isArray(directives)) return undefined
  const [first] = directives.filter(isObject) as Record<string, unknown>[]
  const metrics = first?.['Metrics']
  const names = (Array.isArray(metrics) ? metrics.filter(isObject) : []).map((metric) =>
    String((metric as Record<string, unknown>)['Name']),
  )
  const figures = names.slice(0, mostShown).map((name) => `${name}=${figure(line[name])}`)
  const more = names.length > mostShown ? [`${names.length - mostShown} more`] : []
  return `${String(first?.['Namespace'] ?? 'metrics')}: ${[...figures, ...more].join(', ')}`
}

function figure(value: unknown): string {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value]
  return all
    .slice(0, 3)
    .map((one) => (typeof one === 'number' ? String(one) : '–'))
    .join('/')
}
