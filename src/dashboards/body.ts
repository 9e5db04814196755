/** One widget of a dashboard. Everything in it was written by somebody else. */
export interface Widget {
  /** `metric`, `text`, `alarm`, `log`, `explorer`, `custom`, … */
  readonly kind: string
  /** Its title, or what stands for one. */
  readonly title: string
  /** In units of the dashboard's grid, which is 24 wide. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly properties: Fields
}

export interface DashboardBody {
  /** As one reads: from the top left. */
  readonly widgets: readonly Widget[]
  /** ms before now, where the dashboard itself says so. */
  readonly range: number | undefined
  /** It has variables whose values people choose in the console. */
  readonly hasVariables: boolean
}

export type Fields = Readonly<Record<string, unknown>>

const longestTitle = 80

/**
 * Reads a dashboard's body; undefined when it is none. What is missing gets CloudWatch's own default.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function readBody(text: string): DashboardBody | undefined {
  const body = parsed(text)
  if (!isFields(body) || !Array.isArray(body['widgets'])) return undefined
  const widgets = body['widgets'].filter(isFields).map(readWidget)
  return {
    widgets: widgets.toSorted((left, right) => left.y - right.y || left.x - right.x),
    range: rangeOf(body['start']),
    hasVariables: Array.isArray(body['variables']) && body['variables'].length > 0,
  }
}

function readWidget(widget: Fields, index: number): Widget {
  const kind = typeof widget['type'] === 'string' ? widget['type'] : 'unknown'
  const properties = isFields(widget['properties']) ? widget['properties'] : {}
  return {
    kind,
    title: titleOf(kind, properties, index),
    x: numberOr(widget['x'], 0),
    // Without a place CloudWatch puts a widget below the others.
    y: numberOr(widget['y'], 1_000 + index),
    width: numberOr(widget['width'], 6),
    height: numberOr(widget['height'], 6),
    properties,
  }
}

function titleOf(kind: string, properties: Fields, index: number): string {
  const { title, metrics, markdown } = properties
  const written = typeof title === 'string' ? oneLine(title) : ''
  if (written !== '') return written
  if (typeof markdown === 'string') {
    const line = markdown.split('\n').find((one) => /[\p{L}\p{N}]/u.test(one))
    if (line !== undefined) return oneLine(line.replace(/^[\s#>*-]+/, ''))
  }
  const first: unknown = Array.isArray(metrics) ? metrics[0] : undefined
  const metric: unknown = Array.isArray(first) ? first[1] : undefined
  if (typeof metric === 'string') return oneLine(metric)
  return `${kind} widget ${index + 1}`
}

export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  const characters = [...line]
  return characters.length <= longestTitle ? line : `${characters.slice(0, longestTitle - 1).join('')}…`
}

/** ms of `-PT3H`, `-P1D`; undefined for moments, months and whatever else it may be. */
function rangeOf(start: unknown): number | undefined {
  if (typeof start !== 'string') return undefined
  const parts = /^-P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?)?$/.exec(start)
  if (parts === null) return undefined
  const [weeks = 0, days = 0, hours = 0, minutes = 0] = parts.slice(1).map((part) => Number(part ?? 0))
  const range = ((weeks * 7 + days) * 24 * 60 + hours * 60 + minutes) * 60_000
  return range > 0 ? range : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise
}
