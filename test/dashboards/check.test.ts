import { describe, expect, it } from 'vitest'
import type { SeenMetric } from '../../src/aws/dashboards.js'
import { plainWording } from '../../src/core/dashboard.js'
import type { Environment } from '../../src/core/environment.js'
import { readBody } from '../../src/dashboards/body.js'
import { checkDashboard } from '../../src/dashboards/check.js'

const environment = {
  name: 'staging',
  region: 'ap-southeast-2',
  servicePrefix: 'ohmycoins-staging-',
  alarmPrefix: 'ohmycoins-staging-',
} as Environment

interface Known extends SeenMetric {
  readonly namespace: string
}

const alb = { LoadBalancer: 'app/x/1' }
const known: Known[] = [
  { namespace: 'AWS/ApplicationELB', metric: 'RequestCount', dimensions: alb },
  { namespace: 'AWS/ApplicationELB', metric: 'TargetResponseTime', dimensions: alb },
  { namespace: 'AWS/RDS', metric: 'CPUUtilization', dimensions: { DBInstanceIdentifier: 'db' } },
]

async function check(widgets: unknown[], complete = true) {
  const questions: string[] = []
  const body = readBody(JSON.stringify({ widgets }))
  if (body === undefined) throw new Error('no body')
  const aws = {
    async seenMetrics(question: { namespace: string; metric?: string; region?: string }) {
      const { namespace, metric, region } = question
      questions.push([region, namespace, metric].join(' '))
      const metrics = known.filter(
        (one) => one.namespace === namespace && (metric === undefined || one.metric === metric),
      )
      return { metrics, complete }
    },
  }
  const found = await checkDashboard({ name: 'ohmycoins-staging-infrastructure', body }, aws, environment)
  return {
    ...found,
    questions,
    words: found.findings.map(({ widget, what, fix }) => [widget, plainWording(what), plainWording(fix)]),
    notes: found.notes.map(plainWording),
  }
}

let row = 0
function widget(title: string, metrics: unknown[], more: object = {}) {
  row += 1
  return { type: 'metric', y: row, properties: { title, metrics, ...more } }
}

const response = ['AWS/ApplicationELB', 'TargetResponseTime', 'LoadBalancer', 'app/x/1']

describe('checking a dashboard', () => {
  it('asks once for a metric, however often and under however many dimensions it is shown', async () => {
    const { questions, findings, metrics } = await check([
      widget('a', [response, ['...', { stat: 'p95' }], ['...', { stat: 'p99' }]]),
      widget('b', [response]),
    ])
    expect(questions).toEqual(['ap-southeast-2 AWS/ApplicationELB TargetResponseTime'])
    expect(findings).toEqual([])
    expect(metrics).toBe(4)
  })

  it('asks in the region of the widget or of the metric', async () => {
    const { questions } = await check([
      widget('a', [response, [...response, { region: 'eu-west-1' }]], { region: 'us-east-1' }),
    ])
    expect(questions.toSorted()).toEqual([
      'eu-west-1 AWS/ApplicationELB TargetResponseTime',
      'us-east-1 AWS/ApplicationELB TargetResponseTime',
    ])
  })

  it('says the same of several metrics once, in the order of the dashboard', async () => {
    const { words } = await check([
      widget('Second thing', [['AWS/RDS', 'CPUUtilization', 'DBInstanceIdentifier', 'bd']]),
      widget('Typo', [
        ['AWS/ApplicationELB', 'TargetResponseTime', 'LoadBalancer', 'app/y/1'],
        ['.', 'RequestCount', '.', '.'],
      ]),
    ])
    expect(words).toEqual([
      ['Second thing', 'CPUUtilization: there is no DBInstanceIdentifier=bd', 'there is db'],
      ['Typo', 'TargetResponseTime and RequestCount: there is no LoadBalancer=app/y/1', 'there is app/x/1'],
    ])
  })

  it('takes errors that did not happen for good news', async () => {
    const errors = ['AWS/ApplicationELB', 'HTTPCode_Target_5XX_Count', 'LoadBalancer', 'app/x/1']
    const { findings, notes } = await check([widget('Codes', [errors])])
    expect(findings).toEqual([])
    expect(notes).toEqual([
      'HTTPCode_Target_5XX_Count: nothing within two weeks, which is as it should be when nothing went wrong',
    ])
  })

  it('looks at expressions: ids that nothing has are found, searches are left alone and named', async () => {
    const { words, notes } = await check([
      widget('Rate', [[{ expression: '100 * m2 / m1' }], [...response, { id: 'm1' }]]),
      widget('Search', [[{ expression: "SEARCH('{AWS/EC2} CPUUtilization', 'Average')" }]]),
    ])
    expect(words).toEqual([
      [
        'Rate',
        'the expression 100 * m2 / m1 names m2, an id that no metric here has',
        'give the metric that is meant this id',
      ],
    ])
    expect(notes).toEqual(['Not looked at: 1 search that finds its own metrics'])
  })

  it('finds shorthand with nothing before it', async () => {
    const { words } = await check([widget('Broken', [['.', 'CPUUtilization']])])
    expect(words[0]?.[1]).toContain('metric 1 repeats with .')
  })

  it('says what it did not look at', async () => {
    const { notes, questions } = await check([
      widget('Elsewhere', [[...response, { accountId: '123456789012' }]]),
      { type: 'alarm', y: 900, properties: {} },
      { type: 'log', y: 901, properties: {} },
      { type: 'log', y: 902, properties: {} },
    ])
    expect(questions).toEqual([])
    expect(notes).toEqual(['Not looked at: 1 alarm widget, 2 log widgets, 1 metric of another account'])
  })

  it('asks sixty questions at most, and says how many metrics that leaves', async () => {
    const many = Array.from({ length: 70 }, (_, at) => ['Custom', `Metric${at}Errors`])
    const { questions, notes, metrics } = await check([widget('Many', many)])
    // One more for the namespace: to see what may have been meant.
    expect(questions).toHaveLength(61)
    expect(metrics).toBe(60)
    expect(notes.at(-1)).toBe('Not looked at: 10 more metrics')
  })

  it('does not call a metric wrong that may be among those it did not read', async () => {
    const { findings, notes } = await check(
      [widget('Big', [['AWS/RDS', 'CPUUtilization', 'DBInstanceIdentifier', 'other']])],
      false,
    )
    expect(findings).toEqual([])
    expect(notes[0]).toContain('more than 5000 sets of dimensions')
  })

  it('offers the template where the dashboard is one of its kind', async () => {
    expect((await check([])).template).toBe('infrastructure')
  })
})
