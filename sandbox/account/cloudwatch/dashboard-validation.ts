import type { DashboardValidationMessage } from '@aws-sdk/client-cloudwatch'
import { MetricsArrayError, readMetricsArray } from './metrics-array.js'

const kinds = ['metric', 'text', 'log', 'alarm', 'explorer', 'custom', 'chart']

type Fields = Readonly<Record<string, unknown>>

/** What AWS would find wrong with a dashboard's body, in its words and with its paths. */
export function validateBody(text: string): DashboardValidationMessage[] {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return [message('', 'The dashboard body is not valid JSON')]
  }
  if (!isFields(body)) return [message('', 'Should be object')]
  const { widgets } = body
  if (widgets === undefined) return [message('', "Should have required property 'widgets'")]
  if (!Array.isArray(widgets)) return [message('/widgets', 'Should be array')]
  if (widgets.length > 500) return [message('/widgets', 'Should NOT have more than 500 items')]
  return widgets.flatMap((widget: unknown, index) => validateWidget(widget, `/widgets/${index}`))
}

function validateWidget(widget: unknown, path: string): DashboardValidationMessage[] {
  if (!isFields(widget)) return [message(path, 'Should be object')]
  const found: DashboardValidationMessage[] = []
  const kind = widget['type']
  if (typeof kind !== 'string') found.push(message(path, "Should have required property 'type'"))
  else if (!kinds.includes(kind)) {
    found.push(message(`${path}/type`, 'Should be equal to one of the allowed values'))
  }
  for (const [name, least, most] of [
    ['x', 0, 23],
    ['y', 0, Number.MAX_SAFE_INTEGER],
    ['width', 1, 24],
    ['height', 1, 1000],
  ] as const) {
    const value = widget[name]
    if (value === undefined) continue
    if (!Number.isInteger(value)) found.push(message(`${path}/${name}`, 'Should be integer'))
    else if ((value as number) < least) found.push(message(`${path}/${name}`, `Should be >= ${least}`))
    else if ((value as number) > most) found.push(message(`${path}/${name}`, `Should be <= ${most}`))
  }
  const { properties } = widget
  if (!isFields(properties)) return [...found, message(path, "Should have required property 'properties'")]
  if (kind === 'metric') found.push(...validateMetricWidget(properties, `${path}/properties`))
  if (kind === 'text' && typeof properties['markdown'] !== 'string') {
    found.push(message(`${path}/properties`, "Should have required property 'markdown'"))
  }
  return found
}

function validateMetricWidget(properties: Fields, path: string): DashboardValidationMessage[] {
  const { metrics, annotations, region } = properties
  if (metrics === undefined && annotations === undefined) {
    return [
      message(path, "Should have required property 'metrics'"),
      message(
        path,
        'The metric widget should have specified a region and a data source or an alarm annotation',
      ),
      message(path, "Should have required property 'annotations'"),
    ]
  }
  const found: DashboardValidationMessage[] = []
  if (typeof region !== 'string') found.push(message(path, "Should have required property 'region'"))
  if (metrics === undefined) return found
  try {
    readMetricsArray(metrics)
  } catch (error) {
    if (!(error instanceof MetricsArrayError)) throw error
    found.push(message(`${path}${error.path}`, error.message))
  }
  return found
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function message(DataPath: string, Message: string): DashboardValidationMessage {
  return { DataPath, Message }
}
