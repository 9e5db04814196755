import { tmpdir } from 'node:os'
import { pino } from 'pino'
import { withTerraform } from '../../sandbox/terraform-tree.js'
import { createAwsFor } from '../../src/aws/create-aws.js'
import { systemClock } from '../../src/core/clock.js'
import { preflightOf } from '../../src/preflight/preflight.js'
import { createTerraformLooks } from '../../src/terraform/validate/look-at-environment.js'
import { environmentOf } from '../aws/environment.js'
import { configWith } from '../dispatch/fixtures.js'
import { answerQuestions } from './answer-questions.js'

/* A process that has looked before: `<folder of a Terraform tree>`. AWS is where its environment says. */

/** How one look went. */
export interface Looked {
  /** ms */
  readonly took: number
  /** Calls of AWS. */
  readonly calls: number
  /** ms */
  readonly cpu: number
}

const names = ['backend', 'frontend']
const { environments, ...config } = withTerraform(
  configWith({
    environments: [
      environmentOf('staging', 'ohmycoins-staging', names, { account: '123456789012' }),
      environmentOf('production', 'ohmycoins-prod', names, { account: '123456789012' }),
    ],
  }),
  process.argv[2] ?? '',
)
const terraform = createTerraformLooks(
  {
    settings: config.terraform,
    programs: { path: process.env['PATH'] ?? '', network: {} },
    temporary: tmpdir(),
  },
  systemClock,
)
let calls = 0
const aws = createAwsFor({
  clock: systemClock,
  logger: pino({ level: 'silent' }),
  observe: () => (calls += 1),
})

async function look(name: string): Promise<Looked> {
  const known = environments.find((one) => one.name === name)
  if (known === undefined) throw new Error(`There is no ${name}`)
  // Of an environment that it was never given a process knows nothing.
  const environment = { ...known }
  calls = 0
  const cpu = process.cpuUsage()
  const begun = performance.now()
  const found = await preflightOf(
    { environment, deployment: { service: 'backend', image: 'sprint-14-0c9b7aa' } },
    {
      aws,
      config: { ...config, environments: [environment] },
      // Nothing of ours is measured that a store would answer.
      locks: { blocking: async () => [] },
      mutes: { list: async () => [] },
      costs: undefined as never,
      terraform,
      clock: systemClock,
      onCall: async () => ['primary Aaron'],
    },
  )
  const took = performance.now() - begun
  if (!found.ready) throw new Error(`Something stands against it: ${JSON.stringify(found.items[0])}`)
  const { user, system } = process.cpuUsage(cpu)
  return { took, calls, cpu: (user + system) / 1_000 }
}

answerQuestions({ warm: () => aws.warm(environments).then(() => true), look }, () => aws.close())
