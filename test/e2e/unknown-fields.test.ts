import { type ContainerDefinition, ListTagsForResourceCommand } from '@aws-sdk/client-ecs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { clientsFor } from '../sandbox/account/clients.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const backend = 'ohmycoins-staging-backend'

/** What AWS will have one day, and the SDK of today knows nothing of. */
const newer = { quantumIsolation: { mode: 'strict' } } as Partial<ContainerDefinition>

describe('a task definition with fields that ohmy does not know', () => {
  let sandbox: Sandbox
  let planted: string
  beforeAll(async () => {
    sandbox = await startSandbox({ account: { witness: false } })
    const { world } = sandbox.account
    planted = world.deploy(backend, (definition) => ({
      ...definition,
      ...{ schedulingHints: ['near-the-database'] },
      containerDefinitions: (definition.containerDefinitions ?? []).map((one) => ({ ...one, ...newer })),
    }))
    await until('it runs', () => world.service(backend).rolloutState === 'COMPLETED')
  })
  afterAll(() => sandbox.stop())
  beforeEach(() => sandbox.account.calls.reset())

  const say = (text: string) => sandbox.workspace.say(requester, 'devops', text)
  const card = (words: string) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout: 60_000 })
  const registered = () =>
    sandbox.account.calls.of('RegisterTaskDefinition').filter(({ effective }) => effective).length

  it('is not deployed anew without a word: the fields are named, and so are the ways out', async () => {
    await say('/ohmy deploy backend sprint-13-7ac41be staging')
    const { text } = await card('knows nothing of')
    expect(text).toContain('schedulingHints')
    expect(text).toContain('containerDefinitions.backend.quantumIsolation')
    expect(text).not.toMatch(/registeredAt|requiresAttributes|compatibilities|taskDefinitionArn/)
    expect(text).toContain('--drop-unknown-fields')
    expect(sandbox.account.calls.changes()).toEqual([])
  })

  it('may be scaled and restarted, since that registers nothing', async () => {
    await say('/ohmy deploy backend staging --force')
    await card('Restart backend in staging with sprint-12-3f4021a — Done')
    expect(registered()).toBe(0)
  })

  it('loses them when somebody says so, and the plan tells it', async () => {
    await say('/ohmy deploy backend sprint-13-7ac41be staging --drop-unknown-fields --dry-run')
    const plan = await card('Deploy sprint-13-7ac41be to backend in staging — only a plan')
    expect(plan.text).toContain(
      'loses what this release of ohmy knows nothing of: containerDefinitions.backend.quantumIsolation and schedulingHints',
    )
    await say('/ohmy deploy backend sprint-13-7ac41be staging --drop-unknown-fields')
    await card('Deploy sprint-13-7ac41be to backend in staging — Done')
    expect(registered()).toBe(1)
  })

  it('keeps the tags of the task definition and of the service', async () => {
    const { url, world } = sandbox.account
    const clients = clientsFor(url)
    const base = 'arn:aws:ecs:ap-southeast-2:123456789012'
    const { taskDefinition } = world.service(backend)
    const resources = [`task-definition/${taskDefinition}`, `service/ohmycoins-staging-cluster/${backend}`]
    for (const resource of resources) {
      const question = new ListTagsForResourceCommand({ resourceArn: `${base}:${resource}` })
      const { tags } = await clients.ecs.send(question)
      expect(tags, resource).toEqual(
        expect.arrayContaining([
          { key: 'Project', value: 'Oh My Coins' },
          { key: 'Environment', value: 'staging' },
          { key: 'ManagedBy', value: 'Terraform' },
        ]),
      )
    }
    clients.destroy()
  })

  it('is gone back to as it is; a copy of it is refused until somebody says so', async () => {
    await say('/ohmy rollback backend staging --dry-run')
    const plan = await card('Roll backend in staging back to sprint-12-3f4021a — only a plan')
    expect(plan.text).toContain(planted)
    sandbox.account.world.deregister(planted)
    await say(`/ohmy rollback backend staging --to ${planted}`)
    const { text } = await card(`${planted} has what this release of ohmy knows nothing of`)
    expect(text).toContain('quantumIsolation')
    expect(registered()).toBe(0)
    await say(`/ohmy rollback backend staging --to ${planted} --drop-unknown-fields --dry-run`)
    const copied = await card('was deregistered, so a copy of it is registered')
    expect(copied.text).toContain('loses what this release of ohmy knows nothing of')
  })
})
