import { AwsError } from './aws-error.js'
import type { Calls } from './call.js'
import type { Clients } from './clients.js'

/** A dashboard as ListDashboards has it. */
export interface DashboardEntry {
  readonly name: string
  /** ms since the epoch; absent where CloudWatch does not say. */
  readonly changedAt?: number
}

/** One set of dimensions under which a metric was seen. */
export interface SeenMetric {
  readonly metric: string
  readonly dimensions: Readonly<Record<string, string>>
}

export interface SeenMetrics {
  readonly metrics: readonly SeenMetric[]
  /** False: there are more than were read. */
  readonly complete: boolean
}

export interface DashboardsPort {
  /** Names that begin so, in the order of the alphabet: 1,000 a call, at most 5,000. */
  dashboards(prefix?: string): Promise<readonly DashboardEntry[]>
  /** The body (JSON) of a dashboard; undefined when there is none of that name, which counts capitals. */
  dashboardBody(name: string): Promise<string | undefined>
  /**
   * Puts a dashboard in place of what is there. Sent once. An AwsError with the code `DashboardInvalidInputError` says in its message what is wrong.
   * @returns what CloudWatch remarks on a body that it took all the same
   */
  putDashboard(
    name: string,
    body: string,
  ): Promise<{ readonly requestId: string; readonly remarks: readonly string[] }>
  /**
   * A PNG of what CloudWatch draws.
   * @param widget the definition, JSON of at most 100 KB:
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Metric-Widget-Structure.html
   */
  widgetImage(widget: string, region?: string): Promise<Uint8Array>
  /** What was measured within the last two weeks under a namespace and, where one is named, a metric: 500 a call, `pages` at most. */
  seenMetrics(
    question: {
      readonly namespace: string
      readonly metric?: string
      readonly region?: string
      /** Only with these dimensions, and only what was measured within the last three hours. */
      readonly now?: Readonly<Record<string, string>>
    },
    pages: number,
  ): Promise<SeenMetrics>
}

const mostListings = 5
/** Its own name, and what the Query protocol called it. */
const notFound = ['DashboardNotFoundError', 'ResourceNotFound']

/** CloudWatch's dashboards. They belong to the account, not to a region; their metrics to a region each. */
export function dashboardsOf(clients: Clients, calls: Calls): DashboardsPort {
  return {
    async dashboards(prefix) {
      const cloudWatch = await clients.cloudWatch()
      const entries: DashboardEntry[] = []
      let token: string | undefined
      for (let page = 0; page < mostListings; page += 1) {
        const answer = await calls.ask('cloudwatch:ListDashboards', (options) =>
          cloudWatch.listDashboards({ DashboardNamePrefix: prefix, NextToken: token }, options),
        )
        for (const { DashboardName: name, LastModified: changed } of answer.DashboardEntries ?? []) {
          if (name === undefined) continue
          entries.push({ name, ...(changed === undefined ? {} : { changedAt: changed.getTime() }) })
        }
        token = answer.NextToken
        if (!token) break
      }
      return entries
    },

    async dashboardBody(name) {
      const cloudWatch = await clients.cloudWatch()
      try {
        const answer = await calls.ask('cloudwatch:GetDashboard', (options) =>
          cloudWatch.getDashboard({ DashboardName: name }, options),
        )
        return answer.DashboardBody ?? ''
      } catch (error) {
        if (error instanceof AwsError && notFound.includes(error.code)) return undefined
        throw error
      }
    },

    async putDashboard(name, body) {
      const cloudWatch = await clients.cloudWatch()
      const answer = await calls.change('cloudwatch:PutDashboard', (options) =>
        cloudWatch.putDashboard({ DashboardName: name, DashboardBody: body }, options),
      )
      return {
        requestId: answer.$metadata.requestId ?? '',
        remarks: (answer.DashboardValidationMessages ?? []).map(
          ({ DataPath: path = '', Message: text = '' }) => `${path} ${text}`.trim(),
        ),
      }
    },

    async widgetImage(widget, region) {
      const cloudWatch = await clients.cloudWatch(region)
      const answer = await calls.ask('cloudwatch:GetMetricWidgetImage', (options) =>
        cloudWatch.getMetricWidgetImage({ MetricWidget: widget, OutputFormat: 'png' }, options),
      )
      return answer.MetricWidgetImage ?? new Uint8Array()
    },

    async seenMetrics({ namespace, metric, region, now }, pages) {
      const cloudWatch = await clients.cloudWatch(region)
      const metrics: SeenMetric[] = []
      const filter =
        now === undefined
          ? {}
          : {
              Dimensions: Object.entries(now).map(([Name, Value]) => ({ Name, Value })),
              RecentlyActive: 'PT3H' as const,
            }
      let token: string | undefined
      for (let page = 0; page < pages; page += 1) {
        const answer = await calls.ask('cloudwatch:ListMetrics', (options) =>
          cloudWatch.listMetrics(
            { Namespace: namespace, MetricName: metric, NextToken: token, ...filter },
            options,
          ),
        )
        for (const { MetricName: name = '', Dimensions: dimensions = [] } of answer.Metrics ?? []) {
          const pairs = dimensions.map(({ Name: key = '', Value: value = '' }) => [key, value] as const)
          metrics.push({ metric: name, dimensions: Object.fromEntries(pairs) })
        }
        token = answer.NextToken
        if (!token) return { metrics, complete: true }
      }
      return { metrics, complete: false }
    },
  }
}
