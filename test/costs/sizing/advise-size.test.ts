import { describe, expect, it } from 'vitest'
import { RawPrices } from '../../../src/config/costs-schema.js'
import { microsOf } from '../../../src/core/money.js'
import type { SizeUse, TaskSize } from '../../../src/core/task-sizing.js'
import { adviseSize } from '../../../src/costs/sizing/advise-size.js'
import { leastSize } from '../../../src/costs/sizing/least-size.js'
import { sizingBlocks } from '../../../src/slack/views/cost/sizing.js'
import { noSuchSize } from '../../../src/costs/estimation/fargate.js'

const prices = RawPrices.parse({})
const how = { headroom: { cpuPercent: 70, memoryPercent: 80 }, prices }
const backend = { name: 'backend', tasks: 2, cpu: 1024, memory: 2048 }
const use = (busy: number, highest: number, memory: number, more: Partial<SizeUse> = {}): SizeUse => ({
  ...{ hours: 336, of: 336, cpu: { busy, highest }, memory: { highest: memory } },
  ...more,
})
const advise = (seen: SizeUse | undefined, size: Parameters<typeof adviseSize>[0] = backend) =>
  adviseSize(size, seen, how)

describe('the size that tasks need', () => {
  it('is the cheapest that carries the busiest hour and the most memory below the targets', () => {
    const advice = advise(use(15, 22, 34))
    // 15 % of 1024 below 70 % is 219 units; 34 % of 2048 below 80 % is 870 MB.
    expect(advice).toMatchObject({ verdict: 'cheaper', to: { cpu: 256, memory: 1024 } })
    const saved = 2 * ((0.75 * 0.04048 + 1 * 0.004445) * 730)
    expect(advice.saves).toBe(microsOf(saved))
  })

  it.each([
    ['CPU of the busiest hour', use(20, 22, 34), 512],
    ['a moment of all CPU', use(15, 40, 34), 512],
    ['a busier moment', use(15, 60, 34), undefined],
  ])('leaves room for %s', (_, seen, cpu) => {
    expect(advise(seen).to?.cpu).toBe(cpu)
  })

  it.each([15, 25, 34, 45, 51, 70, 95, 99])('is one that Fargate has, at %i % of memory', (memory) => {
    const { to } = advise(use(9, 12, memory), { ...backend, cpu: 4096, memory: 30_720 })
    if (to === undefined) return
    expect(noSuchSize(to.cpu, to.memory)).toBeUndefined()
    expect(to.memory).toBeGreaterThanOrEqual((30_720 * memory) / 80)
  })

  it('is a larger one where a peak leaves too little, with what that costs more', () => {
    expect(advise(use(60, 80, 92))).toMatchObject({
      ...{ verdict: 'larger', to: { cpu: 1024, memory: 3072 } },
      saves: microsOf(-2 * 0.004445 * 730),
    })
    expect(advise(use(90, 100, 40))).toMatchObject({ verdict: 'larger', to: { cpu: 2048, memory: 4096 } })
  })

  it('leaves headroom where targets, which are for alarms, have none', () => {
    const full = { headroom: { cpuPercent: 100, memoryPercent: 100 }, prices }
    // 24 % of 1024 are 246 units and 48 % of 2048 are 983 MB: 0.25 vCPU and 1 GB would be full.
    expect(adviseSize(backend, use(24, 25, 48), full).to).toEqual({ cpu: 512, memory: 2048 })
  })

  it('is not below what its containers ask for by their own limits, which is said', () => {
    const within = (least: TaskSize) => adviseSize(backend, use(15, 22, 34), { ...how, least })
    expect(within({ cpu: 0, memory: 1536 }).to).toEqual({ cpu: 256, memory: 2048 })
    expect(within({ cpu: 300, memory: 0 }).to).toEqual({ cpu: 512, memory: 1024 })
    const all = { cpu: 1024, memory: 2048 }
    expect(within(all)).toMatchObject({ verdict: 'fits', heldBy: all })
    expect(JSON.stringify(sizingBlocks([within(all)]))).toContain(
      'its containers ask for 1 vCPU, 2 GB by their own limits',
    )
    // Containers may ask for more than their task has: no reason for a larger one.
    expect(within({ cpu: 4096, memory: 8192 }).verdict).toBe('fits')
  })

  it('adds up the containers: hard limits, or what is kept for those without one', () => {
    const container = { image: 'app:1', essential: true, environment: {}, secrets: {} }
    const containers = [
      { ...container, name: 'app', cpu: 256, memory: 1024, memoryReservation: 512 },
      { ...container, name: 'proxy', memoryReservation: 128 },
    ]
    expect(leastSize({ containers })).toEqual({ cpu: 256, memory: 1152 })
  })

  it('may have more of one and less of the other', () => {
    expect(advise(use(20, 40, 92))).toMatchObject({ verdict: 'cheaper', to: { cpu: 512, memory: 3072 } })
  })

  it('is not larger for CPU that autoscaling answers with tasks, and says of a smaller one that it is scaled', () => {
    const scaled = { ...backend, range: { minimum: 2, maximum: 10 } }
    expect(advise(use(90, 100, 60), scaled).verdict).toBe('fits')
    expect(advise(use(15, 22, 34), scaled)).toMatchObject({ verdict: 'cheaper', isScaled: true })
  })

  it('is what it is where nothing smaller would do, or there is nothing smaller', () => {
    expect(advise(use(48, 60, 67)).verdict).toBe('fits')
    expect(advise(use(5, 9, 20), { ...backend, cpu: 256, memory: 512 }).verdict).toBe('smallest')
  })

  it.each([
    ['nothing was read', undefined, 'no figures'],
    ['nothing was measured', { hours: 0, of: 336 }, 'no figures'],
    ['too little was seen', use(15, 22, 34, { hours: 167 }), '167 of at least 168 hours'],
    ['its size is new', use(15, 22, 34, { hours: 40, of: 41 }), 'known for the last 41 hours only'],
    ['nobody can tell its size', { hours: 0, of: 0 }, '0 of at least 168 hours'],
    ['nothing is so large', use(100, 100, 100), 'no size of Fargate'],
  ] as const)('is not told where %s', (_, seen, why) => {
    const large = { ...backend, cpu: 16_384, memory: 122_880 }
    const advice = advise(seen, why.startsWith('no size') ? large : backend)
    expect(advice.verdict).toBe('unknown')
    expect(advice.why).toContain(why)
    expect(advice).not.toHaveProperty('to')
  })

  it('is not told of what does not run', () => {
    expect(advise(use(15, 22, 34), { ...backend, tasks: 0 }).why).toBe('nothing of it runs')
  })
})
