import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createTurns } from '../../src/core/turns.js'

it('lets who comes alone go at once, and of many one a turn, in the order they came', async () => {
  const turn = createTurns()
  const gone: string[] = []
  const go = async (name: string) => {
    await turn()
    gone.push(name)
  }
  expect(turn()).toBeUndefined()
  const all = Promise.all(['first', 'second', 'third'].map(go))
  for (const count of [0, 1, 2, 3]) {
    expect(gone.length).toBeLessThanOrEqual(count)
    await setImmediate()
  }
  await all
  expect(gone).toEqual(['first', 'second', 'third'])
  // Nobody came meanwhile.
  await setImmediate()
  await setImmediate()
  expect(turn()).toBeUndefined()
})
