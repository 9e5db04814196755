import type { Config } from '../src/config/config.js'
import type { Account } from './account/account.js'

/** The configuration of a sandbox that people look at: ohmy hears of the simulated account's alarms by itself. Tests ask for it. */
export function withAlerts(config: Config, { world }: Pick<Account, 'world'>): Config {
  return {
    ...config,
    alerts: {
      ...config.alerts,
      queue: world.queueUrl(),
      deadLetterQueue: world.queueUrl('ohmycoins-alerts-dead'),
      topics: [],
    },
  }
}
