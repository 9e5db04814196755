import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { createAwsFor } from '../../src/aws/create-aws.js'
import { systemClock } from '../../src/core/clock.js'
import { preflightOf } from '../../src/preflight/preflight.js'
import { createTerraformLooks } from '../../src/terraform/validate/look-at-environment.js'
import { environmentOf } from '../aws/environment.js'
import { configWith } from '../dispatch/fixtures.js'
import { startChild } from './child.js'
import type { Bench } from './figure.js'

/** ms each call to the simulated account takes at least. */
const latency = 50
/**
 * The longest chain of calls that wait for one another: a load balancer by its name, its listeners, the certificates of each, what ACM knows of one. That of an
 * image is as long: the service, its task definition, the manifest, where the configuration lies.
 */
const depth = 4

/** Everything that is looked at before a deployment of one of two services, against the longest chain of calls. */
export const preflight: Bench = async ({ rounds, profile }) => {
  const account = await startChild('status-account.ts', [String(latency)], profile)
  const folder = mkdtempSync(join(tmpdir(), 'ohmy-bench-'))
  writeFileSync(
    join(folder, 'main.tf'),
    'terraform {\n  backend "s3" {\n    bucket = "ohmycoins-terraform-state"\n    key = "k"\n    region = "ap-southeast-2"\n    use_lockfile = true\n    dynamodb_table = "ohmycoins-terraform-locks"\n  }\n}\n',
  )
  const environment = environmentOf('staging', 'ohmycoins-staging', ['backend', 'frontend'], {
    account: '123456789012',
    terraform: { folder, backendConfig: [], workspace: 'default' },
  })
  const ours: number[] = []
  try {
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: await account.ask<string>('url'),
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
    })
    for (let round = 0; round <= rounds; round++) {
      const aws = createAwsFor({ clock: systemClock, logger: pino({ level: 'silent' }) })
      await aws.warm([environment])
      const begun = performance.now()
      const found = await preflightOf(
        { environment, deployment: { service: 'backend', image: 'sprint-14-0c9b7aa' } },
        {
          aws,
          config: configWith({ environments: [environment] }),
          // Nothing of ours is measured that a store would answer.
          locks: { blocking: async () => [] },
          mutes: { list: async () => [] },
          costs: undefined as never,
          terraform: createTerraformLooks(
            { settings: undefined, programs: { path: '', network: {} }, temporary: tmpdir() },
            systemClock,
          ),
          clock: systemClock,
          onCall: async () => ['primary Aaron'],
        },
      )
      // The first round loads the clients and warms the compiler up.
      if (round > 0) ours.push(performance.now() - begun)
      await aws.close()
      if (!found.ready) throw new Error(`Something stands against it: ${JSON.stringify(found.items[0])}`)
    }
  } finally {
    await account.stop()
  }
  return [
    {
      name: 'A full preflight',
      unit: 'ms',
      ours,
      bare: ours.map(() => depth * latency),
      against: `${depth} calls deep × ${latency} ms`,
      goal: { atMost: 1.3 },
    },
  ]
}
