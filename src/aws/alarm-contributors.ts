import type { Calls } from './call.js'
import type { Clients } from './clients.js'

/** One series or group that breaches an alarm on a query. Texts are untrusted. */
export interface AlarmContributor {
  /** What tells it from the others: `{ host: 'api-a' }`. */
  readonly attributes: Readonly<Record<string, string>>
  readonly reason: string
}

export interface AlarmContributorsPort {
  /** Who breaches it now: the first page, and whether there are more. @throws AwsError, also for alarms that have none */
  alarmContributors(
    alarm: string,
  ): Promise<{ readonly contributors: readonly AlarmContributor[]; readonly hasMore: boolean }>
}

export function alarmContributorsOf(clients: Clients, calls: Calls): AlarmContributorsPort {
  return {
    async alarmContributors(alarm) {
      const cloudWatch = await clients.cloudWatch()
      const { AlarmContributors = [], NextToken } = await calls.ask(
        'cloudwatch:DescribeAlarmContributors',
        (options) => cloudWatch.describeAlarmContributors({ AlarmName: alarm }, options),
      )
      return {
        contributors: AlarmContributors.map(({ ContributorAttributes = {}, StateReason = '' }) => ({
          attributes: ContributorAttributes,
          reason: StateReason,
        })),
        hasMore: NextToken !== undefined,
      }
    },
  }
}
