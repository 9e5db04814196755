import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { requester, viewer } from '../../sandbox/people.js'
import { type Meddling, type MeddlingProxy, startMeddlingProxy } from '../support/meddling-proxy.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const backend = 'ohmycoins-staging-backend'
const frontend = 'ohmycoins-staging-frontend'

describe('a proxy between ohmy and AWS that passes calls on and spoils what comes back', () => {
  let sandbox: Sandbox
  let proxy: MeddlingProxy
  beforeAll(async () => {
    sandbox = await startSandbox({
      between: async (url) => {
        proxy = await startMeddlingProxy(url)
        return proxy.url
      },
    })
  })
  afterAll(async () => {
    await sandbox.stop()
    await proxy.stop()
  })
  beforeEach(() => sandbox.account.calls.reset())
  afterEach(() => proxy.clear())

  const say = (text: string, person = requester) => sandbox.workspace.say(person, 'devops', text)
  const card = (words: string, timeout = 25_000) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout })
  const effective = (action: string) => sandbox.account.calls.of(action).filter((call) => call.effective)
  /** Everything that stands or stood in the channel. */
  const written = () => sandbox.workspace.messages('devops').map(({ text }) => text)
  const ofTheSdk = /hidden field|in JSON|Unexpected|Unterminated|Deserialization|undefined|\bundici\b/

  const meddlings: readonly (readonly [string, Meddling])[] = [
    ['cuts the body of a 200', { kind: 'cut' }],
    ['answers 200 with a page', { kind: 'page', status: 200 }],
    ['answers 408 with a page', { kind: 'page', status: 408 }],
    ['answers 403 with JSON of its own', { kind: 'json', status: 403 }],
    ['tells half of the length', { kind: 'short' }],
    ['tells more than the length', { kind: 'long' }],
    ['never ends the body', { kind: 'endless' }],
  ]

  it.each(meddlings)(
    'that %s of a change: it is looked for, found, and followed to its end',
    async (_, how) => {
      proxy.meddle('UpdateService', how, 1)
      const from = sandbox.account.world.service(backend).desiredCount
      const to = from + 1
      await say(`/ohmy scale backend ${to} staging`)
      await card(`Scale backend in staging from ${from} to ${to} tasks — Done`)
      expect(effective('UpdateService')).toHaveLength(1)
      expect(sandbox.account.world.service(backend).desiredCount).toBe(to)
      expect(written().join('\n')).not.toMatch(ofTheSdk)
    },
    40_000,
  )

  it('a deployment whose every change was answered so is made once, and comes to its end', async () => {
    proxy.meddle('RegisterTaskDefinition', { kind: 'page', status: 408 }, 1)
    proxy.meddle('UpdateService', { kind: 'cut' }, 1)
    await say('/ohmy deploy frontend sprint-13-7ac41be staging')
    await card('Deploy sprint-13-7ac41be to frontend in staging — Done')
    expect(effective('RegisterTaskDefinition')).toHaveLength(1)
    expect(effective('UpdateService')).toHaveLength(1)
    expect(written().join('\n')).not.toMatch(ofTheSdk)
  }, 60_000)

  it('a good deployment is not taken back because looking at it is cut off for a while', async () => {
    const before = sandbox.account.world.service(frontend).taskDefinition
    proxy.meddle('DescribeServiceDeployments', { kind: 'cut' }, 9)
    proxy.meddle('DescribeTargetHealth', { kind: 'page', status: 200 }, 9)
    await say('/ohmy deploy frontend sprint-12-3f4021a staging')
    await card('Deploy sprint-12-3f4021a to frontend in staging — Done', 40_000)
    expect(sandbox.account.world.service(frontend).taskDefinition).not.toBe(before)
    expect(effective('StopServiceDeployment')).toHaveLength(0)
    expect(effective('UpdateService')).toHaveLength(1)
  }, 80_000)

  it('what only looks is told in words, and never that something may have happened', async () => {
    proxy.meddle('GetDashboard', { kind: 'page', status: 403 })
    proxy.meddle('ListDashboards', { kind: 'page', status: 403 })
    await say('/ohmy dashboard check staging', viewer)
    await until('an answer', () => written().some((text) => text.includes('GetDashboard')))
    const told = written().findLast((text) => text.includes('GetDashboard')) ?? ''
    expect(told).toContain(
      "The answer to cloudwatch:GetDashboard cannot be read as AWS's (HTTP 403, text/html)",
    )
    expect(told).toContain('look at what stands between ohmy and AWS')
    expect(told).not.toMatch(/may have happened|not let|IAM/)

    proxy.meddle('DescribeServices', { kind: 'short' })
    await say('/ohmy scale backend 2 staging --dry-run')
    await until(
      'an answer',
      () => written().some((text) => text.includes('answer to ecs:DescribeServices')),
      20_000,
    )
    const asked = written().findLast((text) => text.includes('answer to ecs:DescribeServices')) ?? ''
    expect(asked).not.toContain('may have happened')
  }, 60_000)
})
