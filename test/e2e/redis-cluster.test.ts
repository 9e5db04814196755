import { describe, expect, it, afterAll, beforeAll } from 'vitest'
import { findRedisServer } from '../../src/redis/embedded.js'
import { approver, requester } from '../../sandbox/people.js'
import { type RedisCluster, startRedisCluster } from '../support/redis-cluster.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const binary = findRedisServer(process.env['PATH'] ?? '')

describe.skipIf(binary === undefined)('on a Redis Cluster of three nodes', () => {
  let cluster: RedisCluster
  let sandbox: Sandbox
  beforeAll(async () => {
    cluster = await startRedisCluster(binary ?? '')
    sandbox = await startSandbox({ redisUrl: cluster.url })
  }, 60_000)
  afterAll(async () => {
    await sandbox.stop()
    await cluster.stop()
  })

  const messages = () => sandbox.workspace.messages('devops', requester)
  async function answerTo(person: typeof requester, text: string, about: string, within = 15_000) {
    const since = messages().length
    await sandbox.workspace.say(person, 'devops', text)
    const answers = () => sandbox.workspace.messages('devops', person).slice(since)
    return until(
      `${about} after ${text}`,
      () => answers().find((answer) => answer.text.includes(about)),
      within,
    )
  }
  const readyz = async () =>
    (await (await fetch(`${sandbox.botUrl}/readyz`)).json()) as { store: string; warnings?: string[] }

  it('answers, changes, follows logs and keeps its audit', async () => {
    await answerTo(requester, '/ohmy status staging', 'staging is')
    await answerTo(requester, '/ohmy scale frontend 2 staging', '— Done')
    expect(sandbox.account.world.service('ohmycoins-staging-frontend').desiredCount).toBe(2)
    await answerTo(requester, '/ohmy history', 'frontend')
    await answerTo(approver, '/ohmy audit verify', '✅ The audit is whole')
    expect(await readyz()).toMatchObject({ store: 'ok' })
    expect((await readyz()).warnings).toBeUndefined()
  }, 60_000)

  it('goes on when the keys move to another node while it runs', async () => {
    await cluster.moveOurSlot()
    await answerTo(requester, '/ohmy scale frontend 3 staging', '— Done')
    await cluster.moveOurSlot()
    await answerTo(requester, '/ohmy scale frontend 2 staging', '— Done')
    await answerTo(approver, '/ohmy audit verify', '✅ The audit is whole')
  }, 60_000)

  it('says that it is away when the node with the keys dies, and goes on when it is back', async () => {
    await cluster.killOurs()
    const since = messages().length
    const delivery = await sandbox.workspace.say(requester, 'devops', '/ohmy scale frontend 1 staging')
    expect(delivery.acknowledgedAfter).toBeLessThan(1_500)
    const answer = await until('an answer', () => messages()[since])
    expect(answer.text).toMatch(/store/)
    expect(answer.text).toContain('nothing was started')
    await until('readyz to tell', async () => (await readyz()).store !== 'ok')
    await cluster.startOurs()
    await until('readyz to be green', async () => (await readyz()).store === 'ok')
    await answerTo(requester, '/ohmy scale frontend 4 staging', '— Done', 30_000)
    await answerTo(approver, '/ohmy audit verify', '✅ The audit is whole')
  }, 120_000)
})

describe.skipIf(binary === undefined)(
  'on one node of a Redis Cluster that REDIS_URL does not call one',
  () => {
    let cluster: RedisCluster
    beforeAll(async () => {
      cluster = await startRedisCluster(binary ?? '')
    }, 60_000)
    afterAll(() => cluster.stop())

    it.each([
      [
        'another',
        'The store is one node of a Redis Cluster, and another one has the keys. Add ?cluster=true to REDIS_URL.',
      ],
      ['ours', 'Add ?cluster=true to REDIS_URL.'],
    ] as const)(
      'says what to do, where that node is %s',
      async (whose, words) => {
        const sandbox = await startSandbox({ redisUrl: cluster.urlOf(whose) })
        try {
          const answer = await fetch(`${sandbox.botUrl}/readyz`)
          expect(answer.status).toBe(whose === 'ours' ? 200 : 503)
          expect(JSON.stringify(await answer.json())).toContain(words)
          await sandbox.workspace.say(requester, 'devops', '/ohmy scale frontend 2 staging')
          const reply = await sandbox.workspace.waitForMessage('devops', ({ text }) => text !== '')
          if (whose === 'another') expect(reply.text).toContain('is one node of a Redis Cluster')
          else expect(reply.text).toContain('frontend')
        } finally {
          await sandbox.stop()
        }
        const told = await startSandbox({ redisUrl: `${cluster.urlOf(whose)}?cluster=true` })
        try {
          await told.workspace.say(requester, 'devops', '/ohmy scale backend 2 staging')
          await told.workspace.waitForMessage('devops', ({ text }) => text.includes('— Done'), {
            timeout: 60_000,
          })
        } finally {
          await told.stop()
        }
      },
      90_000,
    )
  },
)
