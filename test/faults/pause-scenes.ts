import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { approver } from '../../sandbox/people.js'
import { sandboxConfig } from '../../sandbox/world.js'
import type { MessageRecord } from '../../sandbox/workspace/messages.js'
import { until } from '../support/until.js'
import type { FlowKind, Round, Scene } from './flow-kind.js'

const frontend = 'ohmycoins-staging-frontend'

/** A deployment that somebody else began, at its pause; those who may decide have been asked. */
async function waiting({ world, card }: Round): Promise<MessageRecord> {
  const { account } = world
  await until('a service at rest', () => account.world.service(frontend).rolloutState === 'COMPLETED')
  account.world.setDeploymentConfiguration(frontend, {
    lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_SCALE_UP'] }],
  })
  const [one, another] = ['sprint-13-7ac41be', 'sprint-13-d4e8f02']
  account.world.deploy(frontend, account.world.service(frontend).image.includes(one) ? another : one)
  const asked = await card('frontend in staging waits for a decision', 'Targets: ')
  await card('frontend in staging waits for a decision', '@U0REQUEST')
  return asked
}

/** Before the decision is known, before ECS is told, right after that, and at the end. */
const onTheWay = (action: 'CONTINUE' | 'ROLLBACK') => [
  ...['said', 'requested', `before ${action}`, `acted ${action}`],
  ...['shown', 'settled'],
]

/** Its message, and the one that asks who may decide. */
const once = { about: 'frontend in staging', messages: 2, changes: { ContinueServiceDeployment: 1 } }

const decisions: Readonly<Record<string, Scene>> = {
  Continue: {
    ...once,
    prepare: async (round) => {
      const { account, workspace } = round.world
      const asked = await waiting(round)
      const before = account.world.service(frontend).image
      return {
        say: () => workspace.click(approver, asked, 'Continue'),
        check: () => {
          expect(account.world.service(frontend).serviceDeployment).toBe('SUCCESSFUL')
          expect(account.world.service(frontend).image).toBe(before)
        },
      }
    },
    ended: ['The deployment of frontend in staging is complete.', 'Aaron Approver let it go on'],
    hit: onTheWay('CONTINUE'),
    diesAt: onTheWay('CONTINUE'),
  },
  'Go back': {
    ...once,
    prepare: async (round) => {
      const { account, workspace } = round.world
      const asked = await waiting(round)
      return {
        say: () => workspace.click(approver, asked, 'Go back'),
        check: () => expect(account.world.service(frontend).serviceDeployment).toBe('ROLLBACK_SUCCESSFUL'),
      }
    },
    ended: ['went back to the version before.', 'Aaron Approver sent it back'],
    hit: onTheWay('ROLLBACK'),
    diesAt: onTheWay('ROLLBACK'),
  },
}

/** The sandbox's own, with a queue: the event finds the pause, whichever process lives. */
function configuration(): string {
  const path = join(mkdtempSync(join(tmpdir(), 'ohmy-pauses-')), 'ohmy.yaml')
  const queue = 'https://sqs.ap-southeast-2.amazonaws.com/123456789012/ohmycoins-alerts'
  writeFileSync(path, `${readFileSync(sandboxConfig, 'utf8')}\nalerts:\n  queue: ${queue}\n`)
  return path
}

/** Deployments that wait for somebody: decided on, told to ECS once, seen to be done. */
export const pauses: FlowKind = {
  kind: 'pause',
  outcomeIn: ({ kind, operation }) => (kind === 'pause ended' ? operation : undefined),
  stages: [
    {
      ...{ name: 'a decision', scenes: decisions, speed: 120 },
      environment: { OHMY_CONFIG: configuration() },
    },
  ],
}
