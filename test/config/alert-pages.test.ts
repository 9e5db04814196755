import { describe, expect, it } from 'vitest'
import { parseConfig } from '../../src/config/load.js'
import { failureOf, told } from './failure.js'

const onCall = `onCall:
  handOver: Mon 09:00
  from: 2026-11-02
  layers: { primary: [U0ANNA0000] }
`
function written(rule: string, rotation = onCall): string {
  return `environments:
  live: { region: eu-west-1, cluster: shop-cluster }
roles: { everyone: viewer }
${rotation}alerts:
  page:
    rules: [${rule}]
`
}

describe('alarms that call people, in ohmy.yaml', () => {
  it('are few words', () => {
    expect(parseConfig(written('{ severity: 2 }'), 'ohmy.yaml').alerts?.page).toEqual({
      tag: 'severity',
      againAfter: 15 * 60_000,
      rules: [{ environments: [], alarms: [], severity: 2 }],
    })
  })

  it.each([
    ['{ severity: 4 }', onCall, /severity/],
    ['{ environments: [lvie] }', onCall, /`live`/],
    ['{ causes: [out-of-memroy] }', onCall, /out-of-memory/],
    ['{ alarms: ["*"], causes: [capacity] }', onCall, /make two rules of it/],
    ['', onCall, /rules/],
    ['{ severity: 1 }', '', /nobody to call: nothing is written under `onCall`/],
  ])('%s is refused with what to do', (rule, rotation, words) => {
    expect(told(failureOf(() => parseConfig(written(rule, rotation), 'ohmy.yaml'))).join('\n')).toMatch(words)
  })
})
