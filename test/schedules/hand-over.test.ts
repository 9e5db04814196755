import { describe, expect, it } from 'vitest'
import type { LayerNow } from '../../src/core/on-call.js'
import { createZone } from '../../src/core/time-zone.js'
import { handOver } from '../../src/schedules/reports/hand-over.js'
import type { ReportSources } from '../../src/schedules/reports/sources.js'

const now = Date.parse('2026-11-29T22:05:00Z')
const turn = (name: string, from: string, until: string) => ({
  layer: 'primary',
  person: name,
  name,
  from: Date.parse(from),
  until: Date.parse(until),
})
const layers: readonly LayerNow[] = [
  {
    layer: 'primary',
    turn: turn('Aaron', '2026-11-29T22:00:00Z', '2026-12-06T22:00:00Z'),
    before: 'Rita',
    next: turn('Rita', '2026-12-06T22:00:00Z', '2026-12-13T22:00:00Z'),
  },
]

function sources(open: Awaited<ReturnType<ReportSources['openWork']>>): ReportSources {
  return {
    onCall: async () => ({ layers, zone: createZone('Australia/Sydney') }),
    openWork: async () => open,
    now: () => now,
    explain: () => undefined,
  } as Partial<ReportSources> as ReportSources
}

describe('the hand-over', () => {
  it('tells who goes, who comes, and what is open', async () => {
    const lines = Array.from({ length: 7 }, (_, index) => `SEV-2 trouble ${index} (page-${index})`)
    const part = await handOver(sources([{ what: 'page', lines }]))
    expect(part.headline).toBe('Aaron (primary) has taken over')
    expect(part.facts?.[0]).toBe('primary: Aaron, from Rita until Mon 7 Dec 09:00, then Rita')
    expect(part.facts?.slice(1, 3)).toEqual([
      'open page: SEV-2 trouble 0 (page-0)',
      'open page: SEV-2 trouble 1 (page-1)',
    ])
    expect(part.facts?.at(-1)).toBe('and 2 more open pages')
  })

  it('says that nothing is open', async () => {
    expect((await handOver(sources([]))).fine).toEqual(['nothing is open'])
  })
})
