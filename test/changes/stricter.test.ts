import { describe, expect, it } from 'vitest'
import { askFor } from '../../src/changes/decide.js'
import { becameStricter, stricter } from '../../src/changes/stricter.js'

const rule = (count: number, role: 'approver' | 'admin', within = 60_000) => ({ count, role, within })

describe('the stricter of what was asked for and of the rule of today', () => {
  const asked = askFor(rule(1, 'approver'), 1_000)

  it('is what was asked for, where the rule is the same, lighter or gone', () => {
    expect(stricter(asked, rule(1, 'approver'), 2_000)).toBe(asked)
    expect(stricter(askFor(rule(2, 'admin'), 1_000), rule(1, 'approver'), 2_000)).toMatchObject({
      needed: 2,
      role: 'admin',
    })
    expect(stricter(asked, undefined, 2_000)).toBe(asked)
  })

  it('takes more people, or the higher role, each by itself', () => {
    expect(stricter(asked, rule(2, 'approver'), 2_000)).toEqual({ ...asked, needed: 2 })
    expect(stricter(asked, rule(1, 'admin'), 2_000)).toEqual({ ...asked, role: 'admin' })
    const many = askFor(rule(3, 'approver'), 1_000)
    expect(stricter(many, rule(1, 'admin'), 2_000)).toEqual({ ...many, role: 'admin' })
  })

  it('is the rule, where nothing was asked for then', () => {
    expect(stricter(undefined, rule(1, 'approver'), 2_000)).toEqual(askFor(rule(1, 'approver'), 2_000))
    expect(stricter(undefined, undefined, 2_000)).toBeUndefined()
  })

  it('is said in words', () => {
    expect(becameStricter(askFor(rule(1, 'admin'), 0))).toContain('it takes one admin now')
    expect(becameStricter(askFor(rule(2, 'approver'), 0))).toContain('2 people with the role approver')
  })
})
