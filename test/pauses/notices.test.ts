import { expect, it } from 'vitest'
import { nextReminder, noticesOf } from '../../src/pauses/notices.js'
import { aaron, hook, hour, now, record } from './a-pause.js'

const kinds = (...given: Parameters<typeof noticesOf>) =>
  noticesOf(...given).map(({ kind, open, hooks }) => [kind, open, hooks.length])

it('those who may decide are asked once for pauses that begin together, and reminded at half of their time', () => {
  const both = record({ hooks: [hook(), hook({ id: 'ecs-pause-second00X', until: now + 2 * hour })] })
  expect(kinds(both, now)).toEqual([['request', true, 2]])
  expect(nextReminder(both, now)).toBe(now + hour / 2)
  expect(kinds(both, now + hour / 2)).toEqual([
    ['request', true, 2],
    ['reminder', true, 2],
  ])
  expect(nextReminder(both, now + hour / 2)).toBeUndefined()
})

it('each step of the traffic is asked about by itself', () => {
  const settled = hook({ state: 'continued', decisions: [{ action: 'CONTINUE', by: aaron, at: now }] })
  const next = hook({ id: 'ecs-pause-second00X', foundAt: now + 60_000 })
  expect(kinds(record({ hooks: [settled, next] }), now + 60_000)).toEqual([
    ['request', false, 1],
    ['reminder', false, 1],
    ['request', true, 1],
  ])
})

it('nobody is asked once the deployment has ended', () => {
  expect(kinds(record({ endedAt: now, state: 'stopped' }), now)).toEqual([
    ['request', false, 1],
    ['reminder', false, 1],
  ])
})
