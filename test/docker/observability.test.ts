import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parser } from '@prometheus-io/lezer-promql'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createMetrics } from '../../src/server/metrics.js'
import { readDocument, readText } from './files.js'

const project = resolve(import.meta.dirname, '../..')
const Rules = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^Ohmy[A-Z]\w+$/),
          expr: z.string(),
          for: z.string().regex(/^\d+m$/),
          labels: z.object({ severity: z.enum(['critical', 'warning']) }),
          annotations: z.strictObject({ summary: z.string().min(20), runbook: z.string() }),
        }),
      ),
    }),
  ),
})
const Grafana = z.object({
  panels: z.array(
    z.object({
      title: z.string(),
      gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
      targets: z.array(z.object({ expr: z.string(), legendFormat: z.string() })).min(1),
    }),
  ),
})
const CloudWatch = z.object({
  widgets: z.array(
    z.object({ properties: z.object({ title: z.string(), metrics: z.array(z.array(z.unknown())).min(1) }) }),
  ),
})
const Agent = z.object({
  logs: z.object({
    metrics_collected: z.object({
      prometheus: z.object({
        emf_processor: z.object({
          metric_namespace: z.literal('ohmy'),
          metric_declaration: z.array(
            z.object({
              dimensions: z.array(z.array(z.string())),
              metric_selectors: z.array(z.string()),
            }),
          ),
        }),
      }),
    }),
  }),
})

/** What the code tells: series by name, with their labels and what kind they are. */
const told = new Map<string, { readonly type: string; readonly labels: ReadonlySet<string> }>()
for (const metric of createMetrics().all()) {
  const {
    name,
    type,
    labelNames = [],
  } = metric as unknown as { name: string; type: string; labelNames?: string[] }
  const names = type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name]
  for (const one of names)
    told.set(one, { type, labels: new Set(one.endsWith('_bucket') ? [...labelNames, 'le'] : labelNames) })
}
/** Prometheus's own: whether the scrape worked, and what it was. */
const own = { metrics: ['up'], labels: ['job', 'instance'] }
const sources = readdirSync(join(project, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(project, 'src', file), 'utf8'))
  .join('\n')

/** What is wrong with a query: its syntax, or names that nobody tells. */
function wrongIn(query: string): readonly string[] {
  const wrong: string[] = []
  const metrics: string[] = []
  const labels: string[] = []
  const values: string[] = []
  parser.parse(query).iterate({
    enter({ name, from, to, type }) {
      const text = query.slice(from, to)
      if (type.isError) wrong.push(`no PromQL at ${from}: ${query}`)
      if (name === 'Identifier') metrics.push(text)
      if (name === 'LabelName') labels.push(text)
      if (name === 'StringLiteral') values.push(...text.slice(1, -1).split('|'))
    },
  })
  if (metrics.length === 0) wrong.push(`${query} names no metric`)
  const known = new Set([
    ...own.labels,
    ...metrics.flatMap((metric) => [...(told.get(metric)?.labels ?? [])]),
  ])
  return [
    ...wrong,
    ...metrics
      .filter((metric) => !told.has(metric) && !own.metrics.includes(metric))
      .map((name) => `no metric ${name}`),
    ...labels.filter((label) => !known.has(label)).map((label) => `no label ${label} in ${query}`),
    ...values
      .filter((value) => value !== 'ohmy' && !sources.includes(`'${value}'`))
      .map((value) => `no value ${value}`),
  ]
}

describe('the alerts for ohmy itself', async () => {
  const { groups } = await readDocument('observability/alerts.yaml', Rules)
  const rules = groups.flatMap((group) => group.rules)
  const page = readFileSync(join(project, 'docs/operating.md'), 'utf8')

  it.each(rules)('$alert asks for what there is, in words of Prometheus', ({ expr, annotations }) => {
    expect(wrongIn(expr)).toEqual([])
    // What the summary names has to be left over by the query.
    for (const [, label = ''] of annotations.summary.matchAll(/\$labels\.(\w+)/g))
      expect(expr).toMatch(new RegExp(`by \\([^)]*\\b${label}\\b`))
  })

  it.each(rules)('$alert says what it means and what to do', ({ alert, annotations }) => {
    expect(annotations.runbook).toBe(`docs/operating.md#${alert.toLowerCase()}`)
    const [, section = ''] = page.split(`\n### ${alert}\n`)
    expect(section.split('\n#')[0]).toMatch(/\S.{30,}\*\*Do:\*\* .{20,}/)
  })

  it('all that are described are there', () => {
    const described = [...page.matchAll(/^### (Ohmy\w+)$/gm)].map(([, name]) => name)
    expect(described).toEqual(rules.map(({ alert }) => alert))
  })
})

describe('the Grafana dashboard', async () => {
  const { panels } = await readDocument('observability/grafana-dashboard.json', Grafana)

  it.each(panels)('$title asks for what there is', ({ targets }) => {
    expect(targets.flatMap(({ expr }) => wrongIn(expr))).toEqual([])
    for (const { expr, legendFormat } of targets)
      for (const [, label = ''] of legendFormat.matchAll(/\{\{(\w+)\}\}/g))
        expect(expr).toMatch(new RegExp(`by \\([^)]*\\b${label}\\b`))
  })

  it('shows no two panels in one place', () => {
    const places = panels.map(({ gridPos: { x, y } }) => `${x} ${y}`)
    expect(new Set(places).size).toBe(panels.length)
    for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24)
  })

  it('shows every figure of ohmy’s own', () => {
    const shown = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join('\n')
    const figures = [...told.keys()].filter((name) => !/_(?:nodejs|process)_|_sum$|_count$/.test(name))
    // By origin and in all are one more way to say what by verb says; how many are open is the sum of them by kind.
    const besides = ['ohmy_commands_total', 'ohmy_flows_open']
    expect(figures.filter((name) => !shown.includes(name) && !besides.includes(name))).toEqual([])
  })
})

describe('the CloudWatch dashboard', async () => {
  const { widgets } = await readDocument('observability/cloudwatch-dashboard.json', CloudWatch)
  const agent = await readDocument('observability/cloudwatch-agent.json', Agent)
  const declared = agent.logs.metrics_collected.prometheus.emf_processor.metric_declaration.flatMap(
    ({ dimensions, metric_selectors }) =>
      metric_selectors.flatMap((selector) =>
        dimensions.map((names) => `${selector.replace(/^\^|\$$/g, '')} ${names.join(',')}`),
      ),
  )

  it('names only what the agent is told to take, by the same dimensions, and the other way round', () => {
    const shown = widgets.flatMap(({ properties }) => properties.metrics.map(shownBy))
    expect([...new Set(shown)].toSorted()).toEqual([...new Set(declared)].toSorted())
  })

  it('has counters and gauges only: the agent drops histograms', () => {
    for (const one of declared) {
      const [name = '', dimensions = ''] = one.split(' ')
      const metric = told.get(name)
      expect({ [name]: metric?.type }).toEqual({
        [name]: expect.stringMatching(/^(?:counter|gauge)$/) as string,
      })
      const labels = dimensions.split(',').filter((label) => label !== 'job')
      expect(labels.filter((label) => metric?.labels.has(label) !== true)).toEqual([])
    }
  })
})

/** `ohmy_ready job,part`, of a row such as `[{ expression: SEARCH(…) }]` or `['ohmy', 'ohmy_store_read', 'job', 'ohmy']`. */
function shownBy(row: readonly unknown[]): string {
  const [first, name, ...rest] = row
  if (typeof first === 'object' && first !== null && 'expression' in first) {
    const [, dimensions = '', metric = ''] =
      /^SEARCH\('\{ohmy,([\w,]+)\} MetricName="(\w+)"', '\w+', \d+\)$/.exec(String(first.expression)) ?? []
    return `${metric} ${dimensions}`
  }
  return `${String(name)} ${rest.filter((word, index) => index % 2 === 0 && typeof word === 'string').join(',')}`
}

describe('a query that asks for what nobody tells', () => {
  it.each([
    ['rate(ohmy_nothing_total[5m])', 'no metric ohmy_nothing_total'],
    ['sum by (lane) (rate(ohmy_verbs_total[5m]))', 'no label lane'],
    ['sum(rate(ohmy_slack_calls_total{outcome="limitted"}[5m]))', 'no value limitted'],
    ['sum(rate(ohmy_verbs_total[5m]', 'no PromQL'],
  ])('%s', (query, why) => {
    expect(wrongIn(query).join('\n')).toContain(why)
  })
})

it('the scrape of Prometheus and of the agent is the job that alerts and agent name', async () => {
  const text = await readText('observability/prometheus.yaml')
  expect(text).toContain('job_name: ohmy\n')
  expect(text).toContain('metrics_path: /metrics\n')
})
