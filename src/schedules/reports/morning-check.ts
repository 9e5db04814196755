import type { CheckResult } from '../../core/check.js'
import type { Line } from '../../core/line.js'
import type { ScheduleFinding } from '../../core/schedule.js'
import { orUnread, type Part, type ReportSources, together } from './sources.js'

/** Since the evening before. */
const overnight = '12h'
/** As far back as errors are compared with those before: what a service always writes is no news in the morning. */
const lately = '6h'
/** Services of one environment that are looked at: each takes several calls. */
const mostServices = 20

/** One question of the list. */
interface Item {
  readonly topic: string
  readonly check: string
  readonly args?: Readonly<Record<string, unknown>>
  readonly service?: string
  /** What does not wake anybody, however much of it there is. */
  readonly isMild?: boolean
  readonly button: { readonly text: string; readonly line: Line }
}

/** The five minutes each morning: service status, alarms that ring, recent errors, 5xx, health of the targets. */
export async function morningCheck(environments: readonly string[], sources: ReportSources): Promise<Part> {
  return together(
    await Promise.all(environments.map((environment) => checkEnvironment(environment, sources))),
  )
}

async function checkEnvironment(environment: string, sources: ReportSources): Promise<Part> {
  const status = { text: 'Status', line: { verb: 'status', words: [environment] } }
  return orUnread(sources, { subject: environment, topic: 'services', button: status }, async () => {
    const services = await sources.services(environment)
    const shown = services.slice(0, mostServices)
    const items = [
      ...ofEnvironment(environment, sources),
      ...shown.flatMap((name) => ofService(name, environment)),
    ]
    const asked = await Promise.all(items.map((item) => ask(item, environment, sources)))
    const left = services.length - shown.length
    const unseen: readonly ScheduleFinding[] =
      left === 0
        ? []
        : [
            {
              mark: 'unknown',
              subject: environment,
              topic: 'services',
              says: `${left} more were not looked at`,
              button: status,
            },
          ]
    return {
      findings: [...asked.flatMap(({ finding }) => finding ?? []), ...unseen],
      fine: fineIn(
        environment,
        asked.flatMap(({ fine }) => fine ?? []),
      ),
    }
  })
}

function ofEnvironment(environment: string, { hasLoadBalancer }: ReportSources): readonly Item[] {
  return [
    {
      topic: 'alarms',
      check: 'alarm-state',
      button: { text: 'Alarms', line: { verb: 'alarms', words: [environment] } },
    },
    ...(hasLoadBalancer(environment)
      ? [
          {
            topic: '5xx',
            check: 'metric',
            args: { metric: '5xx', window: overnight, statistic: 'worst' },
            button: {
              text: 'Figures',
              line: { verb: 'metrics', words: [environment, 'alb'], options: { since: overnight } },
            },
          },
        ]
      : []),
  ]
}

function ofService(service: string, environment: string): readonly Item[] {
  const status = { text: 'Status', line: { verb: 'status', words: [service, environment] } }
  const errors = {
    verb: 'logs',
    words: [service, environment],
    options: { level: 'error', since: lately },
  }
  return [
    { topic: 'service status', check: 'steady-state', service, button: status },
    { topic: 'target health', check: 'target-health', service, button: status },
    {
      topic: 'new errors',
      check: 'errors-since-deployment',
      args: { within: lately },
      service,
      isMild: true,
      button: { text: 'Errors', line: errors },
    },
  ]
}

async function ask(
  item: Item,
  environment: string,
  { check }: ReportSources,
): Promise<{ readonly finding?: ScheduleFinding; readonly fine?: string }> {
  const { topic, service, args, button, isMild = false } = item
  const checked = await check(
    item.check,
    { environment, ...(service === undefined ? {} : { service }) },
    args,
  )
  if (checked === undefined) return {}
  const mark = marks[checked.result]
  if (mark === undefined) return { fine: topic }
  const { lines } = checked
  const finding: ScheduleFinding = {
    mark: isMild && mark === 'bad' ? 'attention' : mark,
    subject: service === undefined ? environment : `${service} in ${environment}`,
    topic,
    says: checked.figure,
    ...(lines === undefined ? {} : { lines }),
    button,
  }
  return { finding }
}

const marks: Readonly<Record<CheckResult, ScheduleFinding['mark'] | undefined>> = {
  pass: undefined,
  warn: 'attention',
  fail: 'bad',
  unknown: 'unknown',
}

/** `production: alarms, 5xx, service status (2), target health (2)` */
function fineIn(environment: string, topics: readonly string[]): readonly string[] {
  if (topics.length === 0) return []
  const counts = new Map<string, number>()
  for (const topic of topics) counts.set(topic, (counts.get(topic) ?? 0) + 1)
  const words = [...counts].map(([topic, count]) => (count === 1 ? topic : `${topic} (${count})`))
  return [`${environment}: ${words.join(', ')}`]
}
