import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approver, requester, viewer } from '../../sandbox/people.js'
import type { Person } from '../../sandbox/workspace/contract.js'
import { configOf } from '../../sandbox/bot.js'
import { sandboxConfig } from '../../sandbox/world.js'
import type { Freeze } from '../../src/core/environment.js'
import { keys } from '../../src/redis/keys.js'
import { inStore } from './in-store.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

describe('who meets something in the way', () => {
  let sandbox: Sandbox
  const always: Freeze = {
    window: { kind: 'once', from: 0, until: Number.MAX_SAFE_INTEGER / 4 },
    ...{ reason: 'end of the year', environments: ['production'], allow: ['rollback'] },
  }
  /** What is written in ohmy.yaml, read at each look. */
  const freezes: Freeze[] = [always]
  beforeAll(async () => {
    const config = await configOf({ OHMY_CONFIG: sandboxConfig })
    sandbox = await startSandbox({ bot: { config: { ...config, freezes } } })
  })
  afterAll(() => sandbox.stop())

  const messages = () => sandbox.workspace.messages('devops')
  const say = (text: string, person: Person) => sandbox.workspace.say(person, 'devops', `/ohmy ${text}`)
  const shown = (...words: readonly string[]) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => words.every((word) => text.includes(word)), {
      timeout: 60_000,
    })
  const tell = 'Tell me when it is free'
  const toldOf = (what: string) =>
    messages().filter(
      ({ text, ephemeralFor }) => ephemeralFor === undefined && text.includes(`🔔 @`) && text.includes(what),
    )

  it('an operation: is told once how it ended, with the button that asks again', async () => {
    sandbox.account.faults.add({ action: 'DescribeTargetHealth', fault: { kind: 'throttle' } })
    await say('scale backend 4 staging', requester)
    await shown('Scale backend in staging from 1 to 4 tasks — Running')
    await say('scale backend 2 staging --reason "less \\"load\\""', approver)
    const refusal = await shown('Rita Requester is already changing it')
    await sandbox.workspace.click(approver, refusal, tell)
    const promise = await shown('You are told here, once, when Scale backend in staging from 1 to 4 tasks')
    expect(promise.ephemeralFor).toBe(approver.slackId)
    // Pressed twice it is one promise.
    await sandbox.workspace.click(approver, refusal, tell)
    await until(
      'the second answer',
      () => messages().filter(({ text }) => text.includes('You are told here')).length === 2,
    )
    sandbox.account.faults.clear()

    const told = await shown(`@${approver.slackId}`, 'has ended: done', 'scale backend 2 staging')
    expect(
      sandbox.workspace
        .pings()
        .filter(({ ts }) => ts === told.ts)
        .map(({ who }) => who),
    ).toEqual([approver.slackId])
    await sandbox.workspace.click(approver, told, 'Ask again')
    const done = await shown('Scale backend in staging from 4 to 2 tasks — Done')
    expect(done.text).toContain('less "load"')
    expect(toldOf('from 1 to 4 tasks')).toHaveLength(1)
  })

  it('an operation that they then cancel themselves: is told nothing', async () => {
    sandbox.account.faults.add({ action: 'DescribeTargetHealth', fault: { kind: 'throttle' } })
    await say('scale frontend 4 staging', requester)
    const card = await shown('Scale frontend in staging from 1 to 4 tasks — Running')
    await say('scale frontend 2 staging', approver)
    const refusal = await shown('already changing it: Scale frontend in staging')
    await sandbox.workspace.click(approver, refusal, tell)
    await shown('You are told here, once, when Scale frontend in staging from 1 to 4 tasks')
    await say(`tell-me ${/op-\w+/.exec(card.text)?.[0] ?? ''}`, viewer)
    await until('another promise', () =>
      messages().some(
        ({ text, ephemeralFor }) => ephemeralFor === viewer.slackId && text.includes('You are told here'),
      ),
    )
    await sandbox.workspace.click(approver, refusal, 'Cancel it')
    // Who else waits for it hears of it: so it was looked at.
    const told = await shown(`@${viewer.slackId}`, 'has ended: cancelled')
    sandbox.account.faults.clear()
    expect(JSON.stringify(told.blocks)).not.toContain('Ask again')
    expect(toldOf('Scale frontend').map(({ ts }) => ts)).toEqual([told.ts])
  })

  it('a lock: is told when it is unlocked, and whoever unlocked it is not', async () => {
    await say('lock staging --reason "load test"', requester)
    await shown('Staging is locked')
    await say('scale backend 3 staging', requester)
    const own = await shown('You locked staging')
    expect(JSON.stringify(own.blocks)).not.toContain(tell)
    await say('scale backend 3 staging', approver)
    const refusal = await shown('Rita Requester locked staging')
    await sandbox.workspace.click(approver, refusal, tell)
    await shown('You are told here, once, when nothing keeps backend in staging from being changed')
    await say('tell-me staging', viewer)
    await shown('You are told here, once, when nothing keeps staging from being changed')
    await say('unlock staging', approver)
    const told = await shown(`🔔 @${viewer.slackId}: nothing keeps staging from being changed any more`)
    expect(toldOf('nothing keeps').map(({ ts }) => ts)).toEqual([told.ts])
  })

  it('a lock on a service: is told, and asks again with the button', async () => {
    await say('lock backend staging --reason "measuring" --for 2h', requester)
    await shown('Backend in staging is locked')
    await say('scale backend 3 staging', approver)
    await sandbox.workspace.click(approver, await shown('Rita Requester locked backend in staging'), tell)
    await until(
      'the promise',
      () =>
        messages().filter(({ text }) => text.includes('when nothing keeps backend in staging')).length === 2,
    )
    await say('unlock backend staging', requester)
    const told = await shown(`🔔 @${approver.slackId}: nothing keeps backend in staging`)
    await sandbox.workspace.click(approver, told, 'Ask again')
    await shown('Scale backend in staging from 2 to 3 tasks — Done')
  })

  it('a lock with an end: is told when its time is over, whoever made it', async () => {
    await say('lock frontend staging --reason "measuring again" --for 1h', requester)
    await shown('Frontend in staging is locked')
    await say('scale frontend 3 staging', approver)
    await sandbox.workspace.click(approver, await shown('Rita Requester locked frontend in staging'), tell)
    await shown('You are told here, once, when nothing keeps frontend in staging')
    // The hour passes.
    await inStore(sandbox.store.url, async (redis) => {
      const all = Object.entries(await redis.hgetall(keys.peopleLocks))
      const [name, text] = all.find(([, lock]) => lock.includes('measuring again')) ?? ['', '']
      await redis.hset(keys.peopleLocks, name, JSON.stringify({ ...JSON.parse(text), until: Date.now() - 1 }))
    })
    const told = await shown(`🔔 @${approver.slackId}: nothing keeps frontend in staging`)
    expect(JSON.stringify(told.blocks)).toContain('Ask again')
  })

  it('a freeze: is told when it has ended, each of one verb', async () => {
    await say('scale backend 3 production', requester)
    const refusal = await shown('production is frozen until', 'end of the year')
    await sandbox.workspace.click(requester, refusal, tell)
    await shown('You are told here, once, when nothing keeps backend in production')
    // What the freeze lets pass nobody has to wait for.
    await say('tell-me production --verb rollback --again "rollback backend production"', viewer)
    await until('the answer', () =>
      messages().some(
        ({ text, ephemeralFor }) =>
          ephemeralFor === viewer.slackId && text.includes('Nothing is in the way now'),
      ),
    )
    freezes[0] = { ...always, window: { kind: 'once', from: 0, until: 1 } }
    const told = await shown(`🔔 @${requester.slackId}: nothing keeps backend in production`)
    expect(told.text).toContain('scale backend 3 production')
    expect(toldOf('production').map(({ ts }) => ts)).toEqual([told.ts])
  })

  it('of no verb that there is, or that changes anything: is told which there are', async () => {
    await say('tell-me production --verb deplyo', approver)
    await shown('There is no verb `deplyo`', 'Did you mean `--verb deploy`?')
    await say('tell-me production --verb status', approver)
    await shown('`status` changes nothing in an environment')
  })

  it('nothing at all: is told so at once', async () => {
    await say('tell-me backend staging --again "scale backend 2 staging"', approver)
    const free = await shown('Nothing is in the way now')
    expect(JSON.stringify(free.blocks)).toContain('Ask again')
  })

  it('without saying what: is asked', async () => {
    await say('tell-me', approver)
    await shown('No operation is in the way')
  })
})
