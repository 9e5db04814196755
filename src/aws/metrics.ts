import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import type { Clock } from '../core/clock.js'
import type { MetricPoint } from '../core/metrics.js'
import type { MetricQuestion } from './answers.js'
import { inGroupsOf } from './in-groups-of.js'
import type { Calls } from './call.js'
import type { Clients } from './clients.js'
import { perCall } from './limits.js'
import { historyPeriod, wholePeriods } from './metric-period.js'

/** Series by the asker's keys. */
export interface MetricHistory {
  /** What was asked for, in whole periods: ms since the epoch. */
  readonly from: number
  readonly until: number
  /** ms a point stands for. */
  readonly period: number
  /** Oldest first; periods without data have no point, metrics without data no series. */
  readonly points: ReadonlyMap<string, readonly MetricPoint[]>
}

export interface MetricsPort {
  /** The latest datapoint of each within the last `within` seconds (500 metrics a call); without data: absent. */
  latestMetrics(questions: readonly MetricQuestion[], within: number): Promise<ReadonlyMap<string, number>>
  /**
   * At most 120 points of each, 500 metrics a call. The period follows from the range and from how long CloudWatch keeps points; the
   * questions' own is the least. Sums are those of a whole period.
   * @param range ms since the epoch; `period`: s, and as many points as that makes
   * @throws AwsError
   */
  metricHistory(
    questions: readonly MetricQuestion[],
    range: { readonly from: number; readonly until: number; readonly period?: number },
  ): Promise<MetricHistory>
}

interface Window {
  readonly from: number
  readonly until: number
  /** Seconds; absent: each question's own. */
  readonly period?: number
  readonly newestFirst: boolean
}

/** CloudWatch's figures, for one environment. */
export function metricsOf(clients: Clients, calls: Calls, clock: Clock): MetricsPort {
  /** Hands out every page of one call's answer as it comes. */
  async function ask(
    questions: readonly MetricQuestion[],
    window: Window,
    take: (key: string, points: readonly MetricPoint[]) => void,
  ): Promise<void> {
    const cloudWatch = await clients.cloudWatch()
    let token: string | undefined
    do {
      const page = await calls.ask(
        'cloudwatch:GetMetricData',
        (options) =>
          cloudWatch.getMetricData(
            {
              StartTime: new Date(window.from),
              EndTime: new Date(window.until),
              ScanBy: window.newestFirst ? 'TimestampDescending' : 'TimestampAscending',
              MetricDataQueries: questions.map((question, index) => toQuery(question, index, window.period)),
              NextToken: token,
            },
            options,
          ),
        () => questions.length,
      )
      for (const { Id: id, Values: values = [], Timestamps: moments = [] } of page.MetricDataResults ?? []) {
        const question = questions[Number(id?.slice(1))]
        if (question === undefined) continue
        take(
          question.key,
          values.map((value, index) => ({ at: moments[index]?.getTime() ?? 0, value })),
        )
      }
      token = page.NextToken
    } while (token)
  }

  return {
    async latestMetrics(questions, within) {
      const found = new Map<string, number>()
      // The minute that has not ended yet would count too few errors, so it is left out (EndTime is exclusive).
      const until = Math.floor(clock.now() / 60_000) * 60_000
      const window = { from: until - within * 1_000, until, newestFirst: true }
      await Promise.all(
        inGroupsOf(perCall.metrics, questions).map((group) =>
          ask(group, window, (key, [newest]) => {
            if (newest !== undefined && !found.has(key)) found.set(key, newest.value)
          }),
        ),
      )
      return found
    },

    async metricHistory(questions, range) {
      const least = Math.max(0, ...questions.map((question) => question.period))
      const period = leastMultiple(range.period ?? historyPeriod(range, clock.now()), least)
      const window = wholePeriods(range, period)
      const found = new Map<string, MetricPoint[]>()
      await Promise.all(
        inGroupsOf(perCall.metrics, questions).map((group) =>
          ask(group, { ...window, period, newestFirst: false }, (key, points) => {
            if (points.length > 0) found.set(key, [...(found.get(key) ?? []), ...points])
          }),
        ),
      )
      return { ...window, period: period * 1_000, points: found }
    },
  }
}

/** A period of at least `wanted` that is made of whole ones of `least`. */
function leastMultiple(wanted: number, least: number): number {
  return least <= 0 ? wanted : Math.ceil(wanted / least) * least
}

/** Ids must begin with a lower-case letter, so the question's place in its group is its id: `m17`. */
function toQuery(question: MetricQuestion, index: number, period = question.period): MetricDataQuery {
  return {
    Id: `m${index}`,
    MetricStat: {
      Metric: {
        Namespace: question.namespace,
        MetricName: question.metric,
        Dimensions: Object.entries(question.dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: period,
      Stat: question.statistic,
    },
    ReturnData: true,
  }
}
