import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withoutMarks } from '../../src/dispatch/marks.js'
import { tokenize } from '../../src/dispatch/tokenize.js'
import { processorTime } from '../support/duration.js'

describe('words as Slack’s composer marks them', () => {
  it.each([
    ['status `staging`', 'status staging'],
    ['*status* staging', 'status staging'],
    ['*status staging*', 'status staging'],
    ['`scale backend 2 staging`', 'scale backend 2 staging'],
    ['```scale backend 2 staging```', 'scale backend 2 staging'],
    ['```\nstatus staging\n```', '\nstatus staging\n'],
    ['_status_ ~staging~', 'status staging'],
    ['*_status_* _*staging*_', 'status staging'],
    ['scale `backend` *2* staging', 'scale backend 2 staging'],
    ['*scale* backend *2*', 'scale backend 2'],
    ['logs backend --since=`2h`', 'logs backend --since=2h'],
    ['logs backend --since `2h`, please', 'logs backend --since 2h, please'],
    ['`scale backend 2 staging --reason "sale starts"`', 'scale backend 2 staging --reason "sale starts"'],
  ])('%s → %s', (typed, meant) => {
    expect(withoutMarks(typed)).toBe(meant)
  })

  it.each([
    'logs backend --grep "*error*"',
    "logs backend --grep '`x`'",
    'logs backend --grep “_x_”',
    'logs backend --grep __init__',
    'logs backend --grep a*b',
    'scale my_service_name 2',
    'a * b * c',
    '*',
    '**',
    '```',
    '`',
    '*status',
    'status*',
    '*status\nstaging*',
    'scale backend 2 --reason "it is *really* slow',
  ])('stays as it is: %s', (typed) => {
    expect(withoutMarks(typed)).toBe(typed)
  })

  it('loses nothing but marks, whatever is typed', () => {
    const characters = fc.constantFrom(...'ab *_~`"\'=\n\\')
    fc.assert(
      fc.property(fc.string({ unit: characters, maxLength: 60 }), (typed) => {
        const meant = withoutMarks(typed)
        expect(meant.replaceAll(/[*_~`]/g, '')).toBe(typed.replaceAll(/[*_~`]/g, ''))
      }),
    )
  })

  it('leaves every quoted value alone', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (value) => {
        const line = `logs --grep ${JSON.stringify(value)}`
        expect(tokenize(withoutMarks(line)).map(({ text }) => text)).toEqual(
          tokenize(line).map(({ text }) => text),
        )
      }),
    )
  })

  it.each(['*a ', '`a', '``` ', '_a_ ', '"*a* '])('stays quick with ever more of %s', (unit) => {
    expect(processorTime(() => withoutMarks(unit.repeat(20_000)))).toBeLessThan(2_000)
  })
})
