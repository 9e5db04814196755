import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signHook } from '../../src/hooks/signature.js'
import { approver, credentials, requester, viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const backend = 'ohmycoins-staging-backend'

/** Services are discovered in the cluster, and none of their names begins with what the others begin with. */
const unlikeThePrefix = (yaml: string) =>
  yaml.replace(/(cluster: ohmycoins-staging-cluster\n +)services: .*/, '$1servicePrefix: some-team-')

describe('discovered services whose ECS names do not begin with the prefix', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ configure: unlikeThePrefix })
  })
  afterAll(() => sandbox.stop())

  const say = (text: string, person = requester) => sandbox.workspace.say(person, 'devops', text)
  const card = (words: string) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout: 60_000 })

  it('are changed by the name under which status shows them', async () => {
    await say('/ohmy status staging', viewer)
    await card(`${backend} — 1 of 1 task running`)
    await say(`/ohmy scale ${backend} 2 staging`)
    await card(`Scale ${backend} in staging from 1 to 2 tasks — Done`)
    expect(sandbox.account.world.service(backend).desiredCount).toBe(2)
  })

  it('are deployed by CI under it', async () => {
    const path = '/hooks/deployments'
    const body = JSON.stringify({ environment: 'staging', services: [backend], tag: 'sprint-13-7ac41be' })
    const at = String(Math.floor(Date.now() / 1_000))
    const answer = await fetch(new URL(path, sandbox.botUrl), {
      method: 'POST',
      body,
      headers: {
        'x-ohmy-timestamp': at,
        'x-ohmy-signature': signHook(credentials.hookSecret, at, body),
        'idempotency-key': 'discovered-1',
      },
    })
    expect(await answer.json()).toMatchObject({
      summary: `Deploy sprint-13-7ac41be to ${backend} in staging`,
    })
    expect(answer.status).toBe(202)
    const { text } = await card(`Deploy sprint-13-7ac41be to ${backend} in staging — Done`)
    // Nothing was told of what is in it.
    expect(text).not.toContain('(empty)')
  })

  it('are locked by it, and no change passes', async () => {
    await say(`/ohmy lock ${backend} staging --reason "a migration"`, approver)
    await card('a migration')
    await say(`/ohmy scale ${backend} 3 staging`)
    await card(`Aaron Approver locked ${backend} in staging`)
    expect(sandbox.account.world.service(backend).desiredCount).toBe(2)
  })

  it('are shown as last known, and unlocked, while ECS does not answer', async () => {
    sandbox.account.faults.add({ service: 'ecs', fault: { kind: 'serverError' } })
    try {
      const since = sandbox.workspace.messages('devops').length
      await say(`/ohmy status ${backend} staging`, viewer)
      const { text } = await until('an answer', () => sandbox.workspace.messages('devops')[since], 40_000)
      expect(text).toContain(`${backend} in staging was healthy — `)
      await say(`/ohmy unlock ${backend} staging`, approver)
      await card(`Ohmycoins-staging-backend in staging is unlocked`)
    } finally {
      sandbox.account.faults.clear()
    }
  }, 90_000)
})

/** Staging discovers its services in the cluster in which production has one. */
const inOneCluster = (yaml: string) =>
  yaml
    .replace(/(cluster: ohmycoins-staging-cluster\n +)services: .*/, '$1servicePrefix: ohmycoins-')
    .replace(/ +frontend: \/ecs\/ohmycoins-prod\/frontend\n/, '')
    .replace(
      /cluster: ohmycoins-prod-cluster\n( +)services: .*/,
      'cluster: ohmycoins-staging-cluster\n$1servicePrefix: ohmycoins-staging-\n$1services: [backend]',
    )

describe('discovered services in a cluster that two environments share', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ configure: inOneCluster })
  })
  afterAll(() => sandbox.stop())

  const say = (text: string) => sandbox.workspace.say(requester, 'devops', text)
  const card = (words: string) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout: 60_000 })

  it('are shown where they belong, and nowhere else', async () => {
    await say('/ohmy status staging')
    const { text } = await card('staging is healthy — 1 service')
    expect(text).toContain('staging-frontend — 1 of 1 task running')
    expect(text).not.toContain('staging-backend')
  })

  it.each(['staging-backend', backend])('are not changed under another policy: %s', async (name) => {
    await say(`/ohmy scale ${name} 3 staging`)
    await card(`\`${backend}\` in the cluster \`ohmycoins-staging-cluster\` is none of staging’s services`)
    await say(`/ohmy logs ${name} staging`)
    expect(sandbox.account.world.service(backend).desiredCount).toBe(1)
    expect(sandbox.account.calls.count('UpdateService')).toBe(0)
  })

  it('are changed under their own', async () => {
    await say('/ohmy scale staging-frontend 2 staging')
    await card('Scale staging-frontend in staging from 1 to 2 tasks — Done')
  })
})
