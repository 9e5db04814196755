import { allServices } from '../aws/all-services.js'
import type { AwsFor } from '../aws/aws.js'
import type { Config } from '../config/config.js'
import { askCheck } from '../checks/ask-check.js'
import type { CheckPorts } from '../checks/check.js'
import type { Checked } from '../core/check.js'

/** What `ohmy doctor` asks of AWS, by the name of an environment. */
export interface Examined {
  ask(check: string, environment: string): Promise<Checked>
  /** The names that are configured or found, and those among them that ECS has. Rejects where nobody can tell. */
  services(
    environment: string,
  ): Promise<{ readonly named: readonly string[]; readonly there: readonly string[] }>
}

/** Wires the questions. Nothing is asked before one of them is. */
export function createExamined(config: Config, aws: AwsFor, checkPorts: CheckPorts): Examined {
  return {
    ask: (check, environment) => askCheck(check, { environment }, {}, checkPorts),
    async services(name) {
      const environment = config.environments.find((one) => one.name === name)
      if (environment === undefined) return { named: [], there: [] }
      const refs = await allServices(aws(environment))
      const there = await aws(environment).describeServices(refs)
      return { named: refs.map((ref) => ref.name), there: there.map(({ ref }) => ref.name) }
    },
  }
}
