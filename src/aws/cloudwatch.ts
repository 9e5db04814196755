import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import type { Clock } from '../core/clock.js'
import type { Environment } from '../core/environment.js'
import type { Alarm, Aws, MetricQuestion } from './aws.js'
import { fresh, inGroupsOf } from './cache.js'
import type { Calls } from './call.js'
import type { Clients } from './clients.js'
import { perCall } from './limits.js'

type CloudWatchPart = Pick<Aws, 'alarmsInAlarm' | 'latestMetrics'>

/** ms. DescribeAlarms is scarce (9 a second for the whole account), and several people look at once when something is wrong. */
const alarmsStayFresh = 12_000

/** CloudWatch, for one environment. */
export function cloudWatchOf(
  environment: Environment,
  clients: Clients,
  calls: Calls,
  clock: Clock,
): CloudWatchPart {
  async function askAlarms(): Promise<readonly Alarm[]> {
    const cloudWatch = await clients.cloudWatch()
    const alarms: Alarm[] = []
    let token: string | undefined
    do {
      const page = await calls.ask('cloudwatch:DescribeAlarms', (options) =>
        cloudWatch.describeAlarms(
          {
            ...(environment.alarmPrefix ? { AlarmNamePrefix: environment.alarmPrefix } : {}),
            AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
            StateValue: 'ALARM',
            MaxRecords: perCall.alarms,
            NextToken: token,
          },
          options,
        ),
      )
      for (const alarm of [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? [])]) {
        const since = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp
        alarms.push({
          name: alarm.AlarmName ?? '',
          state: alarm.StateValue ?? 'INSUFFICIENT_DATA',
          since: since?.getTime() ?? 0,
          reason: alarm.StateReason ?? '',
        })
      }
      token = page.NextToken
    } while (token)
    return alarms
  }

  async function askMetrics(
    questions: readonly MetricQuestion[],
    within: number,
    found: Map<string, number>,
  ): Promise<void> {
    const cloudWatch = await clients.cloudWatch()
    // The minute that has not ended yet would count too few errors, so it is left out (EndTime is exclusive).
    const end = Math.floor(clock.now() / 60_000) * 60_000
    let token: string | undefined
    do {
      const page = await calls.ask('cloudwatch:GetMetricData', (options) =>
        cloudWatch.getMetricData(
          {
            StartTime: new Date(end - within * 1000),
            EndTime: new Date(end),
            ScanBy: 'TimestampDescending',
            MetricDataQueries: questions.map(toQuery),
            NextToken: token,
          },
          options,
        ),
      )
      for (const { Id: id, Values: values } of page.MetricDataResults ?? []) {
        const question = questions[Number(id?.slice(1))]
        const value = values?.[0]
        if (question && value !== undefined && !found.has(question.key)) found.set(question.key, value)
      }
      token = page.NextToken
    } while (token)
  }

  return {
    alarmsInAlarm: fresh(clock, alarmsStayFresh, askAlarms),
    async latestMetrics(questions, within) {
      const found = new Map<string, number>()
      await Promise.all(
        inGroupsOf(perCall.metrics, questions).map((group) => askMetrics(group, within, found)),
      )
      return found
    },
  }
}

/** Ids must begin with a lower-case letter, so the question's place in its group is its id: `m17`. */
function toQuery(question: MetricQuestion, index: number): MetricDataQuery {
  return {
    Id: `m${index}`,
    MetricStat: {
      Metric: {
        Namespace: question.namespace,
        MetricName: question.metric,
        Dimensions: Object.entries(question.dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: question.period,
      Stat: question.statistic,
    },
    ReturnData: true,
  }
}
