import type { Logger } from 'pino'
import { notAsked, readContributors } from '../alarms/contributors.js'
import { silencesOf } from '../alarms/silences.js'
import type { AlertPorts } from '../alerts/ports.js'
import type { AwsFor } from '../aws/aws.js'
import type { History } from '../changes/history.js'
import { askCheck } from '../checks/ask-check.js'
import type { CheckPorts } from '../checks/check.js'
import { checks } from '../checks/index.js'
import { isOfService } from '../checks/metric-names.js'
import type { Config } from '../config/config.js'
import type { AlertRecord } from '../core/alert.js'
import type { Clock } from '../core/clock.js'
import { readAlarmCourse } from '../metrics/alarm-course.js'
import type { Library, Trouble } from '../runbooks/library.js'
import { triage } from '../runbooks/triage.js'
import { changedBefore } from './changed-before.js'

export interface AlertFindingsOptions {
  readonly config: Config
  readonly aws: AwsFor
  readonly library: Library
  readonly history: Pick<History, 'list'>
  readonly checkPorts: CheckPorts
  /** The store's. */
  readonly clock: Clock
  readonly logger: Logger
}

/** What ohmy finds out about an alarm, of AWS, of its own history and of the runbook that fits. */
export function createAlertFindings(
  options: AlertFindingsOptions,
): Pick<AlertPorts, 'silencesOf' | 'contributorsOf' | 'findOut'> {
  const { config, aws, library, history, checkPorts, clock, logger } = options
  const environmentOf = (name: string) => config.environments.find((one) => one.name === name)

  async function courseOf({ kind, name, environment }: AlertRecord): Promise<string | undefined> {
    const found = environmentOf(environment)
    if (kind !== 'alarm' || found === undefined) return undefined
    return readAlarmCourse(name, { aws: aws(found), environment: found, clock })
  }

  return {
    async silencesOf({ kind, environment, name }) {
      const found = environmentOf(environment)
      if (kind !== 'alarm' || found === undefined) return []
      return silencesOf(aws(found), name, clock.now())
    },
    async contributorsOf({ environment, name }, changedAt) {
      const found = environmentOf(environment)
      const asked = { now: clock.now(), changedAt }
      return found === undefined ? notAsked(asked) : readContributors(aws(found), name, asked)
    },
    async findOut(record) {
      const [changed, course, found] = await Promise.all([
        changedBefore(record, history),
        courseOf(record),
        triage(troubleOf(record), record, {
          library,
          needsService: (name, { metric }) =>
            checks.some((check) => check.name === name && check.needsService) ||
            (name === 'metric' && isOfService(metric)),
          servicesOf: (name) => servicesOf(name, config),
          check: (name, about, args) =>
            // A defect of a check must not end the alert.
            askCheck(name, about, args, checkPorts, 10_000).catch((error: unknown) => {
              logger.error({ err: error, check: name }, 'A check of an alert failed unexpectedly')
              return { result: 'unknown' as const, figure: 'it could not be asked' }
            }),
        }),
      ])
      return {
        ...found,
        ...(changed === undefined ? {} : { changed }),
        ...(course === undefined ? {} : { course }),
      }
    },
  }
}

/** Tasks have no alarm's name, but why they stop. */
function troubleOf({ kind, name, stopCause, also = [] }: AlertRecord): Trouble {
  if (kind !== 'tasks') return { alarm: name, causes: also.flatMap((one) => one.stopCause ?? []) }
  return { causes: stopCause === undefined ? [] : [stopCause] }
}

/** More services than these nobody reads in one line, nor may one alarm ask about (each costs calls). */
const mostServices = 4

function servicesOf(environment: string, { environments }: Config): readonly string[] {
  const services = environments.find(({ name }) => name === environment)?.services ?? []
  return services.length > mostServices ? [] : services.map(({ name }) => name)
}
