import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const frontend = 'ohmycoins-staging-frontend'
const repository = '123456789012.dkr.ecr.ap-southeast-2.amazonaws.com/ohmycoins/frontend'

describe('one repository with several tags in one task definition', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
    const { world } = sandbox.account
    for (const tag of ['php-101', 'nginx-7', 'php-102', 'php-103', 'php-104', 'nginx-8']) {
      world.pushImage('ohmycoins/frontend', tag)
    }
    world.deploy(frontend, (definition) => {
      const [one] = definition.containerDefinitions ?? []
      const container = (name: string, image: string, essential = true) => ({
        ...one,
        name,
        image,
        essential,
      })
      return {
        ...definition,
        containerDefinitions: [
          container('php', `${repository}:php-101`),
          container('migrate', `${repository}:php-101`, false),
          container('nginx', `${repository}:nginx-7`),
          container('agent', 'public.ecr.aws/datadog/agent:7'),
        ],
      }
    })
    await until('it runs', () => world.service(frontend).rolloutState === 'COMPLETED')
  })
  afterAll(() => sandbox.stop())

  const card = (words: string) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout: 60_000 })
  /** Tags of what was registered last, by container. */
  const images = () => {
    const registered = sandbox.account.calls
      .of('RegisterTaskDefinition')
      .findLast(({ effective }) => effective)
    const { containerDefinitions } = (registered?.input ?? {}) as Partial<RegisterTaskDefinitionRequest>
    return Object.fromEntries(
      (containerDefinitions ?? []).map(({ name, image }) => [name, image?.split(':')[1]]),
    )
  }

  it('asks in a form which container is meant, and keeps what was typed', async () => {
    await sandbox.workspace.say(requester, 'devops', '/ohmy deploy frontend php-102 staging --dry-run')
    const modal = await sandbox.workspace.waitForModal(requester)
    const text = JSON.stringify(modal.view)
    expect(text).toContain('"value":"php"')
    expect(text).toContain('"value":"nginx"')
    expect(text).not.toContain('"value":"migrate"')
    expect(text).toContain('--dry-run')
    await sandbox.workspace.submit(requester, modal, { container: 'php' })
    const plan = await card('Deploy php-102 to frontend in staging — only a plan')
    expect(plan.text).toContain('php: Image: php-101 → php-102')
    expect(plan.text).toContain('migrate: Image: php-101 → php-102')
    expect(plan.text).not.toContain('nginx: Image')
    expect(sandbox.account.calls.changes()).toEqual([])
  })

  it('answers with the exact lines where no form can be opened', async () => {
    await sandbox.workspace.say(requester, 'devops', '@ohmy deploy frontend php-102 staging')
    const { text } = await card('runs ohmycoins/frontend with 2 tags')
    expect(text).toContain('php and migrate (php-101) and nginx (nginx-7)')
    expect(text).toContain('@ohmy deploy frontend php-102 staging --container php')
    expect(text).toContain('@ohmy deploy frontend php-102 staging --container nginx')
  })

  it('moves those with the same image together, and leaves the others', async () => {
    await sandbox.workspace.say(requester, 'devops', '/ohmy deploy frontend php-103 staging --container php')
    await card('Deploy php-103 to frontend in staging — Done')
    expect(images()).toEqual({ php: 'php-103', migrate: 'php-103', nginx: 'nginx-7', agent: '7' })
    await sandbox.workspace.say(
      requester,
      'devops',
      '/ohmy deploy frontend nginx-8 staging --container nginx',
    )
    await card('Deploy nginx-8 to frontend in staging — Done')
    expect(images()).toEqual({ php: 'php-103', migrate: 'php-103', nginx: 'nginx-8', agent: '7' })
  })

  it('names the containers there are, and says in its own suggestions which one is meant', async () => {
    await sandbox.workspace.say(requester, 'devops', '/ohmy deploy frontend php-104 staging --container phq')
    const { text } = await card('has no container phq')
    expect(text).toContain('Did you mean php?')
    expect(text).toContain('php, migrate, nginx and agent')
    await sandbox.workspace.say(
      requester,
      'devops',
      '/ohmy deploy frontend nginx-8 staging --container nginx',
    )
    const same = await card('already runs nginx-8')
    expect(same.text).toContain('/ohmy restart frontend staging')
  })
})
