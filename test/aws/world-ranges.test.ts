import { describe, expect, it } from 'vitest'
import { type IncomingRule, openToTheWorld } from '../../src/aws/world-ranges.js'

const tcp = (from: number, to: number, ...sources: readonly string[]): readonly IncomingRule[] =>
  sources.map((source) => ({ protocol: 'tcp', ports: { from, to }, source }))

describe('rules for incoming traffic', () => {
  it.each([
    ['one range of everything', ['0.0.0.0/0'], '0.0.0.0/0'],
    ['two halves', ['0.0.0.0/1', '128.0.0.0/1', '203.0.113.0/24'], '0.0.0.0/1 and 128.0.0.0/1'],
    ['quarters', ['0.0.0.0/2', '64.0.0.0/2'], '0.0.0.0/2 and 64.0.0.0/2'],
    ['an address inside a range', ['10.1.2.3/0'], '10.1.2.3/0'],
    ['everything of IPv6', ['::/0'], '::/0'],
    ['what is handed out of IPv6', ['2000::/3'], '2000::/3'],
    ['parts of IPv6', ['2000::/5', '2800::/5'], '2000::/5 and 2800::/5'],
  ])('are open by %s', (_, sources, source) => {
    expect(openToTheWorld(tcp(22, 22, ...sources))).toEqual([
      { protocol: 'tcp', ports: { from: 22, to: 22 }, source },
    ])
  })

  it.each([
    ['a network', ['10.0.0.0/8']],
    ['the same quarter twice', ['0.0.0.0/2', '0.0.0.0/2', '10.0.0.0/8']],
    ['halves of other families', ['0.0.0.0/2', '2000::/5']],
    ['addresses of IPv6 that nobody has', ['::/3', 'fc00::/7']],
    ['nothing that is a range', ['0.0.0.0', '1.2.3/0', 'zz::/0', '::1::/0', '0.0.0.0/33', '']],
  ])('are not by %s', (_, sources) => {
    expect(openToTheWorld(tcp(22, 22, ...sources))).toEqual([])
  })

  it('add up where their ports overlap, and only there', () => {
    const rules = [...tcp(5_000, 6_000, '0.0.0.0/2'), ...tcp(5_432, 7_000, '64.0.0.0/2')]
    expect(openToTheWorld(rules)).toEqual([
      { protocol: 'tcp', ports: { from: 5_432, to: 6_000 }, source: '0.0.0.0/2 and 64.0.0.0/2' },
    ])
  })

  it('of every protocol count for each, and are told once', () => {
    const all: IncomingRule = { protocol: 'all', source: '0.0.0.0/2' }
    expect(openToTheWorld([all, ...tcp(22, 22, '64.0.0.0/2')])).toHaveLength(1)
    expect(openToTheWorld([{ ...all, source: '0.0.0.0/0' }, ...tcp(22, 22, '0.0.0.0/0')])).toEqual([
      { protocol: 'all', source: '0.0.0.0/0' },
    ])
  })

  it('tell neighbouring ports together', () => {
    const rules = [...tcp(80, 80, '0.0.0.0/0'), ...tcp(81, 90, '0.0.0.0/0'), ...tcp(92, 92, '0.0.0.0/0')]
    expect(openToTheWorld(rules).map(({ ports }) => ports)).toEqual([
      { from: 80, to: 90 },
      { from: 92, to: 92 },
    ])
  })
})
