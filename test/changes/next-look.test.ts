import { describe, expect, it } from 'vitest'
import { nextLook, seldom } from '../../src/changes/next-look.js'
import type { NewsKind } from '../../src/core/service-news.js'

const begunAt = 1_000_000
const now = begunAt + 100_000
const told = {
  of: 'service:cluster/backend',
  by: ['begun', 'ended', 'running'],
  trusting: ['begun', 'running'],
} as const
const heard = (...news: readonly (readonly [NewsKind, number])[]) => new Map(news)
const both = heard(['begun', begunAt + 1_000], ['running', begunAt + 40_000])
const after = (given: Partial<Parameters<typeof nextLook>[0]>) =>
  nextLook({
    ...{ every: 10_000, told, heard: both, begunAt, stepBegunAt: begunAt, now },
    ...{ left: 3_000_000, timeScale: 1, ...given },
  })

describe('the next look of a wait', () => {
  it('is rare where events tell of it', () => {
    expect(after({})).toBe(seldom)
  })

  it.each<readonly [string, Partial<Parameters<typeof nextLook>[0]>]>([
    ['nothing tells of it', { told: undefined }],
    ['the queue is silent, or there is none', { heard: undefined }],
    ['not all kinds have come that are needed', { heard: heard(['begun', begunAt + 1_000]) }],
    [
      'what came is of an operation before',
      { heard: heard(['begun', begunAt - 1], ['running', begunAt - 1]) },
    ],
    ['something was told just now', { heard: heard(...both, ['ended', now - 2_000]) }],
    ['what comes by time alone is late', { told: { ...told, until: now - 1 } }],
  ])('is as soon as ever where %s', (_, given) => {
    expect(after(given)).toBe(10_000)
  })

  it('does not mind what was told before its step, nor what it does not wait for', () => {
    expect(after({ heard: heard(...both, ['ended', now - 2_000]), stepBegunAt: now - 1_000 })).toBe(seldom)
    expect(after({ heard: heard(...both, ['gone', now - 2_000]) })).toBe(seldom)
  })

  it('comes when time alone brings something, and when time is over', () => {
    expect(after({ told: { ...told, within: 45_000 } })).toBe(45_000)
    expect(after({ told: { ...told, until: now + 30_000 } })).toBe(30_000)
    expect(after({ told: { ...told, within: 5 } })).toBe(1_000)
    expect(after({ left: 20_000 })).toBe(20_000)
    expect(after({ left: 1 })).toBe(10_000)
  })

  it('keeps the pace of a faster time', () => {
    expect(after({ timeScale: 0.1, told: { ...told, within: 45_000 } })).toBe(4_500)
    expect(after({ timeScale: 0.1, told: undefined })).toBe(1_000)
  })
})
