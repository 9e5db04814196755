import type { AwsFor } from '../aws/aws.js'
import { AwsError } from '../aws/aws-error.js'
import type { Config } from '../config/config.js'
import type { IncidentPorts } from '../incidents/incident/ports.js'

/** What rings in an environment, for an incident that is watched. What is only remembered of an earlier answer is none: an alarm may ring by now. */
export function createRinging(
  config: Pick<Config, 'environments'>,
  aws: (...of: Parameters<AwsFor>) => Pick<ReturnType<AwsFor>, 'alarms'>,
): IncidentPorts['ringing'] {
  return async (environment) => {
    const found = config.environments.find(({ name }) => name === environment)
    if (found === undefined) return []
    try {
      const { value, instead } = await aws(found).alarms()
      if (instead !== undefined) return undefined
      return value.filter(({ state }) => state === 'ALARM').map(({ name, since }) => ({ name, since }))
    } catch (error) {
      if (error instanceof AwsError) return undefined
      throw error
    }
  }
}
