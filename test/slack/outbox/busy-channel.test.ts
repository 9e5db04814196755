import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RunningOutbox } from '../../../src/slack/outbox/outbox.js'
import { kinds, letter, openPostOffice, type PostOffice } from './post-office.js'

describe.each(kinds)('with the $kind store', ({ kind, isThere }) => {
  let office: PostOffice
  let devops: string
  let outbox: RunningOutbox

  beforeEach(async (context) => {
    if (!isThere) return context.skip(`no ${kind} server on PATH`)
    office = await openPostOffice(kind)
    devops = office.channel('devops')
    outbox = office.open()
    outbox.start()
  })
  afterEach(async () => {
    if (isThere) await office.close()
  })

  const shown = (channel: string) => office.workspace.messages(channel).map(({ text }) => text)
  const callsTo = (channel: string) =>
    office.workspace.calls.filter(({ args }) => args['channel'] === channel).length

  async function fill(count: number, final = true): Promise<void> {
    for (let done = 0; done < count; done += 100) {
      const some = Array.from({ length: 100 }, (_, index) =>
        outbox.send(letter(`answer:${done + index}`, devops, 'busy', { final })),
      )
      await Promise.all(some)
    }
  }

  test('a thousand answers that wait in one channel delay no message in another, and none that is said of them anew', async () => {
    await fill(1_000)
    const alerts = office.channel('alerts')
    const waiting = callsTo(devops)
    await outbox.send(letter('answer:history', alerts, 'history', { final: true }))
    await outbox.send(letter('operation:1', alerts, 'running'))
    await outbox.send(letter('operation:1', alerts, 'succeeded', { final: true }))
    await expect
      .poll(() => shown(alerts).sort(), { timeout: 60_000 })
      .toEqual(['answer:history\nhistory', 'operation:1\nsucceeded'])
    // Slack's pace allowed a handful of the thousand meanwhile: the other channel did not wait for them.
    expect(callsTo(devops) - waiting).toBeLessThan(20)
  }, 60_000)

  test('what is said anew takes the place of what was not shown yet, and a last word comes first', async () => {
    await fill(100, false)
    for (const text of ['planned', 'running']) await outbox.send(letter('answer:8', devops, text))
    await outbox.send(letter('answer:99', devops, 'succeeded', { final: true }))
    await expect.poll(() => shown(devops), { timeout: 60_000 }).toContain('answer:8\nrunning')
    expect(shown(devops)).toContain('answer:99\nsucceeded')
    expect(shown(devops).filter((text) => text.startsWith('answer:8\n'))).toEqual(['answer:8\nrunning'])
    expect(shown(devops).length).toBeLessThan(20)
  }, 60_000)

  test.skipIf(kind === 'javascript')(
    'with 5,000 waiting the store is asked less than 2,000 times a second',
    async () => {
      await fill(5_000)
      const counted = async () => {
        const info = await office.redis.info('commandstats')
        return [...info.matchAll(/calls=(\d+)/g)].reduce((sum, [, calls]) => sum + Number(calls), 0)
      }
      const before = await counted()
      const began = performance.now()
      for (let sent = 0; sent < 30; sent += 1) {
        await outbox.send(letter(`operation:${sent % 10}`, devops, `step ${sent}`, { final: sent >= 20 }))
        await sleep(100)
      }
      const commands = (await counted()) - before
      const seconds = (performance.now() - began) / 1_000
      expect(commands / seconds).toBeLessThan(2_000)
    },
    60_000,
  )
})
