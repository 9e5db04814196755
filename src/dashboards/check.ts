import type { DashboardCheck, DashboardFinding, Wording } from '../core/dashboard.js'
import type { Environment } from '../core/environment.js'
import type { Widget } from './body.js'
import { counted, namesOf } from './check-words.js'
import type { FoundDashboard } from './find-dashboard.js'
import { type Ask, lookUp, type Use } from './look-up-metrics.js'
import { findsItsOwn, idsIn, readMetrics, type WrittenEntry } from './metrics-array.js'
import { dashboardName } from './names.js'
import { templates } from './templates/index.js'

/** Looks up every metric of a dashboard in what CloudWatch has measured within two weeks: one question a namespace and metric at most. */
export async function checkDashboard(
  { name, body }: FoundDashboard,
  aws: Ask,
  environment: Environment,
): Promise<DashboardCheck> {
  const widgets = body.widgets.filter(({ kind }) => kind === 'metric')
  const findings: DashboardFinding[] = []
  const uses: Use[] = []
  let foreign = 0
  let searches = 0
  for (const widget of widgets) {
    const entries = readMetrics(widget.properties['metrics'])
    findings.push(...unreadable(widget, entries), ...unknownIds(widget, entries))
    for (const entry of entries) {
      if (entry.kind === 'expression' && findsItsOwn(entry.expression)) searches += 1
      if (entry.kind !== 'metric') continue
      if (entry.options['accountId'] !== undefined || widget.properties['accountId'] !== undefined)
        foreign += 1
      else uses.push({ widget, written: entry })
    }
  }
  const looked = await lookUp(uses, aws, environment)
  findings.push(...looked.findings)
  const order = new Map(widgets.map(({ title }, index) => [title, index]))
  const placeOf = ({ widget }: DashboardFinding) => order.get(widget) ?? 0
  return {
    environment: environment.name,
    name,
    widgets: widgets.length,
    metrics: uses.length - looked.unasked,
    findings: findings.toSorted((left, right) => placeOf(left) - placeOf(right)),
    notes: [...looked.notes, ...notLookedAt(body.widgets, { foreign, searches, unasked: looked.unasked })],
    ...templateOf(name, environment),
  }
}

function templateOf(name: string, environment: Environment): { template?: string } {
  const template = templates.find((candidate) => dashboardName(environment, candidate.name) === name)
  return template === undefined ? {} : { template: template.name }
}

function unreadable(widget: Widget, entries: readonly WrittenEntry[]): DashboardFinding[] {
  return entries.flatMap((entry, index) =>
    entry.kind === 'unreadable'
      ? [
          {
            widget: widget.title,
            what: [`metric ${index + 1} `, { name: entry.why }],
            fix: ['write it out in full'],
          },
        ]
      : [],
  )
}

/** Ids that an expression names and no entry has. */
function unknownIds(widget: Widget, entries: readonly WrittenEntry[]): DashboardFinding[] {
  const known = new Set(
    entries.flatMap((entry) => (entry.kind === 'unreadable' ? [] : [entry.options['id']])),
  )
  return entries.flatMap((entry) => {
    if (entry.kind !== 'expression' || findsItsOwn(entry.expression)) return []
    const unknown = [...new Set(idsIn(entry.expression))].filter((id) => !known.has(id))
    if (unknown.length === 0) return []
    const what: Wording = [
      'the expression ',
      { name: entry.expression },
      ' names ',
      ...namesOf(unknown),
      unknown.length === 1 ? ', an id that no metric here has' : ', ids that no metric here has',
    ]
    return [{ widget: widget.title, what, fix: ['give the metric that is meant this ', { name: 'id' }] }]
  })
}

function notLookedAt(
  widgets: readonly Widget[],
  counts: { readonly foreign: number; readonly searches: number; readonly unasked: number },
): Wording[] {
  const kinds = new Map<string, number>()
  for (const { kind } of widgets) {
    if (kind !== 'metric' && kind !== 'text') kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  }
  const parts = [
    ...[...kinds].map(([kind, count]) => counted(count, `${kind} widget`)),
    ...(counts.searches === 0
      ? []
      : [
          counted(
            counts.searches,
            'search that finds its own metrics',
            'searches that find their own metrics',
          ),
        ]),
    ...(counts.foreign === 0
      ? []
      : [counted(counts.foreign, 'metric of another account', 'metrics of another account')]),
    ...(counts.unasked === 0 ? [] : [counted(counts.unasked, 'more metric')]),
  ]
  return parts.length === 0 ? [] : [[`Not looked at: ${parts.join(', ')}`]]
}
