import type { Change } from '../core/operation.js'
import { type Fields, isFields, oneLine, readBody, type Widget } from './body.js'
import { readMetrics, type WrittenMetric } from './metrics-array.js'

export interface Difference {
  /** Nothing a person could see differs: other spacing, other order of keys, written-out shorthand do not count. */
  readonly same: boolean
  readonly changes: readonly Change[]
  /** Titles of widgets that would go away. */
  readonly removed: readonly string[]
}

const longest = 160

/** What putting `after` in place of `before` changes, widget by widget, in words. `before` undefined: there is no dashboard yet. */
export function differenceOf(before: string | undefined, after: string): Difference {
  const old = before === undefined ? [] : (readBody(before)?.widgets ?? [])
  const fresh = readBody(after)?.widgets ?? []
  const pairs = pair(old, fresh)
  const added = fresh.filter((widget) => !pairs.has(widget))
  const kept = new Set(pairs.values())
  const removed = old.filter((widget) => !kept.has(widget))
  const changes = [
    ...fresh.flatMap((widget): Change[] => {
      const former = pairs.get(widget)
      if (former === undefined) return [{ what: widget.title, from: 'none', to: `new: ${contentOf(widget)}` }]
      return changeOf(former, widget)
    }),
    ...removed.map((widget) => ({ what: widget.title, from: contentOf(widget), to: 'removed' })),
  ]
  const same =
    before !== undefined && added.length === 0 && removed.length === 0 && restOf(before) === restOf(after)
  if (changes.length === 0 && !same) {
    changes.push({ what: 'Time range and settings', from: 'as they are', to: 'as in the template' })
  }
  return { same: same && changes.length === 0, changes, removed: removed.map(({ title }) => title) }
}

/** By title, then by what they show, then by place: the same widget may have been renamed or moved. */
function pair(old: readonly Widget[], fresh: readonly Widget[]): ReadonlyMap<Widget, Widget> {
  const pairs = new Map<Widget, Widget>()
  const taken = new Set<Widget>()
  const signs: ((widget: Widget) => string)[] = [
    ({ kind, title }) => JSON.stringify([kind, title.toLowerCase()]),
    (widget) => JSON.stringify([widget.kind, metricNames(widget)]),
    ({ kind, x, y }) => JSON.stringify([kind, x, y]),
  ]
  for (const sign of signs) {
    for (const widget of fresh) {
      if (pairs.has(widget)) continue
      const former = old.find((candidate) => !taken.has(candidate) && sign(candidate) === sign(widget))
      if (former === undefined) continue
      pairs.set(widget, former)
      taken.add(former)
    }
  }
  return pairs
}

/** What it measures in words; of everything else only that it is different. */
function changeOf(former: Widget, widget: Widget): Change[] {
  if (canonical(shown(former)) === canonical(shown(widget))) return []
  const [gone, come] = metricChanges(former, widget)
  const other = otherChanges(former, widget)
  if (gone.length + come.length === 0) {
    return [
      { what: widget.title, from: `its ${other.length === 0 ? 'settings' : listed(other)}`, to: 'changed' },
    ]
  }
  const also = other.length === 0 ? '' : `; also its ${listed(other)}`
  return [
    {
      what: widget.title,
      from: gone.length === 0 ? 'without' : cut(gone.join(', ')),
      to: `${come.length === 0 ? 'without' : cut(come.join(', '))}${also}`,
    },
  ]
}

function otherChanges(former: Widget, widget: Widget): readonly string[] {
  const moved =
    former.x !== widget.x ||
    former.y !== widget.y ||
    former.width !== widget.width ||
    former.height !== widget.height
  const names = new Set([...Object.keys(former.properties), ...Object.keys(widget.properties)])
  const settings = [...names]
    .filter((name) => name !== 'metrics' && name !== 'title')
    .filter((name) => canonical(former.properties[name]) !== canonical(widget.properties[name]))
    .map((name) => oneLine(settingNames[name] ?? name))
    .sort()
  return [...(former.title === widget.title ? [] : ['title']), ...(moved ? ['place'] : []), ...settings]
}

const settingNames: Readonly<Record<string, string>> = {
  annotations: 'lines',
  yAxis: 'axis',
  stat: 'statistic',
  markdown: 'text',
}

function listed(names: readonly string[]): string {
  return names.length === 1 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}

/** What only the one and only the other shows; where nothing but what is measured differs, that alone. */
function metricChanges(former: Widget, widget: Widget): [string[], string[]] {
  const old = metricsOf(former)
  const fresh = metricsOf(widget)
  const oldWords = old.map((metric) => words(metric, former))
  const freshWords = fresh.map((metric) => words(metric, widget))
  const gone = old.filter((_, index) => !freshWords.includes(oldWords[index] ?? ''))
  const come = fresh.filter((_, index) => !oldWords.includes(freshWords[index] ?? ''))
  const namesOf = (metrics: readonly WrittenMetric[]) => metrics.map(({ metric }) => metric).sort()
  if (gone.length > 0 && canonical(namesOf(gone)) === canonical(namesOf(come))) {
    const places = (metrics: readonly WrittenMetric[]) => [
      ...new Set(metrics.map(({ dimensions }) => placesOf(dimensions))),
    ]
    const [before, after] = [places(gone), places(come)]
    if (canonical(before) !== canonical(after)) return [before, after]
  }
  return [gone.map((metric) => words(metric, former)), come.map((metric) => words(metric, widget))]
}

function metricsOf({ properties }: Widget): readonly WrittenMetric[] {
  return readMetrics(properties['metrics']).filter((entry) => entry.kind === 'metric')
}

function metricNames(widget: Widget): readonly string[] {
  return [...new Set(metricsOf(widget).map(({ metric }) => metric))].sort()
}

function words({ metric, dimensions, options }: WrittenMetric, widget: Widget): string {
  const places = placesOf(dimensions)
  const stat = options['stat'] ?? widget.properties['stat']
  return `${metric}${typeof stat !== 'string' || stat === 'Average' ? '' : ` ${stat}`}${places === '' ? '' : ` of ${places}`}`
}

function placesOf(dimensions: Readonly<Record<string, string>>): string {
  return Object.values(dimensions).join(' / ')
}

function contentOf(widget: Widget): string {
  if (widget.kind !== 'metric') return `${widget.kind} widget`
  const names = metricNames(widget)
  return names.length === 0 ? 'metric widget' : cut(names.join(', '))
}

/** Everything of a widget that can be seen, with shorthand written out. */
function shown({ kind, x, y, width, height, properties }: Widget): Fields {
  const { metrics, ...rest } = properties
  return { kind, x, y, width, height, ...rest, metrics: metrics === undefined ? [] : readMetrics(metrics) }
}

/** Everything of a body but its widgets. */
function restOf(text: string): string {
  try {
    const body: unknown = JSON.parse(text)
    if (!isFields(body)) return text
    const { widgets: _widgets, ...rest } = body
    return canonical(rest)
  } catch {
    return text
  }
}

function cut(text: string): string {
  const characters = [...text]
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`
}

/** JSON in which the order of keys does not count. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (!isFields(value)) return JSON.stringify(value) ?? 'undefined'
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  members.sort(([left], [right]) => (left < right ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`
}
