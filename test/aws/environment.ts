import pino from 'pino'
import type { CreateAwsOptions } from '../../src/aws/create-aws.js'
import { type AwsRoom, createAwsFor } from '../../src/aws/create-aws.js'
import type { Environment } from '../../src/core/environment.js'
import { systemClock } from '../../src/core/clock.js'
import { type Account, type AccountOptions, startAccount } from '../../sandbox/account/account.js'

/** One of the environments of the simulated account, as ohmy.yaml would describe it. */
export function environmentOf(
  name: string,
  prefix: string,
  services: readonly string[],
  more: Partial<Environment> = {},
): Environment {
  const cluster = `${prefix}-cluster`
  return {
    name,
    aliases: [],
    region: 'ap-southeast-2',
    cluster,
    services: services.map((service) => ({
      environment: name,
      name: service,
      service: `${prefix}-${service}`,
      cluster,
    })),
    servicePrefix: `${prefix}-`,
    logGroups: {},
    database: `${prefix}-postgres`,
    cache: `${prefix}-redis`,
    loadBalancer: `${prefix}-alb`,
    alarmPrefix: `${prefix}-`,
    policy: {
      scale: { minimum: 0, maximum: 10, toZero: true },
      access: {},
      approvals: {},
      approvalsExpireAfter: 1_800_000,
      changesIn: [],
    },
    ...more,
  }
}

export const staging = environmentOf('staging', 'ohmycoins-staging', ['backend', 'frontend'])
export const production = environmentOf('production', 'ohmycoins-prod', ['backend', 'frontend'])

export interface Room {
  readonly account: Account
  readonly awsFor: AwsRoom
  stop(): Promise<void>
}

/** A running account and the door to it. Credentials and endpoint come in the way the SDK documents: by environment variables. */
export async function startRoom(
  options: AccountOptions = {},
  more: Partial<CreateAwsOptions> = {},
): Promise<Room> {
  const account = await startAccount(options)
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: account.url,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AWS_EC2_METADATA_DISABLED: 'true',
  })
  const awsFor = createAwsFor({ clock: systemClock, logger: pino({ level: 'silent' }), ...more })
  return {
    account,
    awsFor,
    async stop() {
      await awsFor.close()
      await account.stop()
    },
  }
}
