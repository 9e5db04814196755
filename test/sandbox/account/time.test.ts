import { expect, test } from 'vitest'
import { worldTime } from '../../../sandbox/account/time.js'

test('what is due runs in order, each seeing the moment it was due', () => {
  const time = worldTime({ now: () => 1_000 }, 10)
  const seen: [string, number][] = []
  const note = (name: string) => () => void seen.push([name, time.now()])
  time.after(500, note('second'))
  time.after(100, () => {
    note('first')()
    time.after(100, note('follows from the first'))
  })
  time.after(500, note('third'))
  time.after(90_000, note('much later'))
  time.advance(1_000)
  expect(seen).toEqual([
    ['first', 1_010],
    ['follows from the first', 1_020],
    ['second', 1_050],
    ['third', 1_050],
  ])
  expect(time.now()).toBe(1_100)
})

test('nothing runs before somebody looks, and looking from within an effect starts no other', () => {
  let present = 0
  const time = worldTime({ now: () => present }, 1)
  const seen: string[] = []
  time.after(10, () => {
    time.catchUp()
    seen.push('first')
  })
  time.after(20, () => seen.push('second'))
  present = 50
  expect(seen).toEqual([])
  time.catchUp()
  expect(seen).toEqual(['first', 'second'])
})

test('ten thousand effects in any order come out in order', () => {
  const time = worldTime({ now: () => 0 }, 1)
  const seen: number[] = []
  for (let index = 0; index < 10_000; index += 1) {
    time.after((index * 7919) % 10_007, () => void seen.push(time.now()))
  }
  time.advance(20_000)
  expect(seen).toHaveLength(10_000)
  expect(seen).toEqual([...seen].sort((left, right) => left - right))
})

test('a speed of nothing is refused', () => {
  expect(() => worldTime({ now: () => 0 }, 0)).toThrow(/speed/)
})
