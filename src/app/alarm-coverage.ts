import { AwsError } from '../aws/aws-error.js'
import type { AwsFor } from '../aws/aws.js'
import { explainAwsError } from '../aws/explain.js'
import type { Environment } from '../core/environment.js'
import type { Runbook } from '../core/runbook.js'
import { alarmCoverage } from '../runbooks/alarm-coverage.js'
import type { Coverage } from '../schedules/reports/sources.js'

/** How the alarms that there are and the runbooks belong together: for `runbook check --alarms`, and for the schedule of it. */
export async function readCoverage(
  runbooks: readonly Runbook[],
  environments: readonly Environment[],
  awsFor: AwsFor,
): Promise<Coverage> {
  const looked = await Promise.all(
    environments.map(async (environment) => {
      try {
        const { value } = await awsFor(environment).alarms()
        return { name: environment.name, alarms: value.map(({ name }) => name) }
      } catch (error) {
        if (!(error instanceof AwsError)) throw error
        return { name: environment.name, unread: explainAwsError(error) }
      }
    }),
  )
  const unread = looked.flatMap(({ name: environment, unread: says }) =>
    says === undefined ? [] : [{ environment, says }],
  )
  const alarms = looked.flatMap((one) => one.alarms ?? [])
  const { withoutRunbook, idle } = alarmCoverage(runbooks, alarms)
  const without = new Set(withoutRunbook)
  return {
    alarms: alarms.length,
    withoutRunbook: looked
      .map(({ name: environment, alarms: own = [] }) => ({
        environment,
        alarms: own.filter((alarm) => without.has(alarm)),
      }))
      .filter((one) => one.alarms.length > 0),
    // Where not all alarms are known, a pattern may fit one of those.
    idle: unread.length > 0 ? [] : idle,
    unread,
  }
}
