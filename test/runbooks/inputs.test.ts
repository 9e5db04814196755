import { describe, expect, it } from 'vitest'
import type { RunbookInput } from '../../src/core/runbook.js'
import { pairs } from '../../src/dispatch/arguments/index.js'
import { readInputs } from '../../src/runbooks/inputs.js'

function read(inputs: readonly Partial<RunbookInput>[], typed: Readonly<Record<string, string>>) {
  const all = inputs.map((input) => ({
    ...{ name: 'count', type: 'number' as const, required: true, fromAlert: false },
    ...input,
  }))
  return readInputs({ id: 'x', title: 'X', inputs: all }, { with: typed })
}

describe('inputs', () => {
  it('may be called as what every object has', () => {
    expect(() => read([{ name: 'constructor', type: 'text' }], {})).toThrow('needs `constructor`')
    expect(read([{ name: 'constructor', type: 'text', required: false }], {})).toEqual({})
    expect(read([{ name: 'constructor', type: 'text' }], { constructor: 'me' })).toEqual({
      constructor: 'me',
    })
  })

  it('take no number that is none', () => {
    expect(() => read([{}], { count: '9'.repeat(400) })).toThrow('is not possible')
    expect(() => read([{}], { count: '0x10' })).toThrow('is not possible')
    expect(read([{}], { count: '-0.5' })).toEqual({ count: -0.5 })
  })

  it('that are not there are told, whatever they are called', () => {
    const typed = pairs({ summary: '' }).read('__proto__=x', {} as never)
    expect(typed).toMatchObject({ ok: true })
    expect(() => read([], typed.ok ? typed.value : {})).toThrow('has no input `__proto__`')
  })
})
