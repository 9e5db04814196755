import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { checks } from '../../src/checks/index.js'
import { type Described, rowOf } from './rows.js'

const page = readFileSync(join(import.meta.dirname, '../../docs/checks.md'), 'utf8')

test('the page has the row of every check and no other, as the code declares them', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| `'))
  expect(rows).toEqual(checks.map(rowOf))
})

test('every argument is explained', () => {
  const silent = checks.flatMap((check) => {
    const { properties } = z.toJSONSchema(check.arguments, { io: 'input' }) as unknown as Described
    const unexplained = Object.entries(properties).filter(([, { description }]) => description === undefined)
    return unexplained.map(([name]) => `${check.name} ${name}`)
  })
  expect(silent).toEqual([])
})

test('names are told apart', () => {
  const names = checks.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(names.every((name) => /^[a-z]+(-[a-z]+)*$/.test(name))).toBe(true)
})
