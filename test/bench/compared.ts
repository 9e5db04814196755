import { setTimeout as sleep } from 'node:timers/promises'
import type { Account } from '../../sandbox/account/account.js'
import { approver, requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import type { Bench } from './figure.js'

/** How many times faster than in AWS; what takes time is told in the account's own. */
const speed = 10
const within = 180_000

const staging = 'ohmycoins-staging-backend'
const production = 'ohmycoins-prod-backend'
const queue = 'https://sqs.ap-southeast-2.amazonaws.com/123456789012/ohmycoins-alerts'
const ofTheQueue = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes']

interface Scene {
  readonly name: string
  readonly line: string
  /** The last thing that the person has to know. */
  readonly ends: RegExp
  readonly prepare?: (world: Account['world']) => void
  readonly besides?: (sandbox: Sandbox) => Promise<void>
}

/** The scenes of docs/compared.md, in its order. */
const scenes: readonly Scene[] = [
  {
    name: 'a good image',
    line: '/ohmy deploy backend sprint-13-7ac41be staging',
    ends: /sprint-13-7ac41be to backend in staging\*? — Done/,
  },
  {
    name: 'an image that is not there',
    line: '/ohmy deploy backend sprint-14-abcdef0-missing staging',
    ends: /sprint-14-abcdef0-missing/,
  },
  {
    name: 'an image that crash-loops',
    line: '/ohmy deploy frontend sprint-13-d4e8f02-broken staging',
    ends: /-broken to frontend in staging\*? — Rolled back/,
  },
  {
    name: 'a rollback',
    line: '/ohmy rollback backend staging',
    ends: /backend in staging back to .* — Done/,
  },
  {
    name: 'a scale beside autoscaling',
    line: '/ohmy scale backend 3 production',
    ends: /backend in production.* — Done/,
    async besides(sandbox) {
      await approve(sandbox)
      await sandbox.workspace.waitForMessage('devops', ({ text }) => /of 3 tasks running/.test(text), {
        timeout: within,
      })
      sandbox.account.world.autoscale(production, 4)
    },
  },
  {
    name: 'a pause hook',
    line: '/ohmy deploy backend sprint-13-7ac41be staging',
    ends: /waits for somebody|has to let it go on|Continue/,
    prepare: (world) =>
      world.setDeploymentConfiguration(staging, {
        lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_SCALE_UP'] }],
      }),
  },
  {
    name: 'a canary',
    line: '/ohmy deploy backend sprint-13-7ac41be staging',
    ends: /sprint-13-7ac41be to backend in staging\*? — Done/,
    prepare(world) {
      world.addSecondTargetGroup(staging)
      world.setDeploymentConfiguration(staging, {
        strategy: 'CANARY',
        canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 2 },
        bakeTimeInMinutes: 2,
      })
    },
  },
]

/** Policy asks for a second person in production. */
async function approve({ workspace }: Sandbox): Promise<void> {
  const isAsked = ({ text }: { text: string }) =>
    text.includes('backend in production') && /approv/i.test(text)
  const asked = await workspace.waitForMessage('devops', isAsked, { timeout: within })
  await workspace.click(approver, asked, 'Approve')
}

/** ohmy's half of docs/compared.md: each scene in an account of its own, told as it is seen. No figures of speed: the table is for reading. */
export const compared: Bench = async () => {
  const write = (text: string) => process.stdout.write(`${text}\n`)
  for (const scene of scenes) {
    const sandbox = await startSandbox({
      account: { speed },
      bot: { timeScale: 1 / speed, looksForPausesEvery: 2 ** 31 - 1 },
      configure: (yaml) => `${yaml}\nalerts:\n  queue: ${queue}\n`,
    })
    try {
      await sleep(2_000)
      scene.prepare?.(sandbox.account.world)
      sandbox.account.calls.reset()
      const begun = performance.now()
      await sandbox.workspace.say(requester, 'devops', scene.line)
      const others = scene.besides?.(sandbox)
      const { text } = await sandbox.workspace.waitForMessage('devops', (one) => scene.ends.test(one.text), {
        timeout: within,
      })
      const seconds = ((performance.now() - begun) * speed) / 1_000
      await others
      const counts = Object.entries(sandbox.account.calls.counts()).filter(
        ([name]) => !ofTheQueue.includes(name),
      )
      const calls = counts.reduce((sum, [, count]) => sum + count, 0)
      write(
        `## ${scene.name}\n${calls} calls, ${seconds.toFixed(0)} s of the account's time; ${counts.map(([name, count]) => `${count} × ${name}`).join(', ')}\n${text}\n`,
      )
    } finally {
      await sandbox.stop()
    }
  }
  return []
}
