import { expect, test } from 'vitest'
import type { MetricPoint } from '../../src/core/metrics.js'
import { trendOf } from '../../src/metrics/trend.js'

const minute = 60_000
const range = { from: 0, until: 90 * 2 * minute }

/** Ninety points, two minutes apart. */
function points(valueAt: (index: number) => number): readonly MetricPoint[] {
  return Array.from({ length: 90 }, (_, index) => ({ at: index * 2 * minute, value: valueAt(index) }))
}

/** The same noise each time: between -1 and 1. */
function noise(seed: number): (index: number) => number {
  return (index) => {
    const x = Math.sin(index * 12.9898 + seed * 78.233) * 43_758.5453
    return (x - Math.floor(x)) * 2 - 1
  }
}

test('a slope is a rise or a fall, with noise on it as well', () => {
  const jitter = noise(1)
  expect(
    trendOf(
      points((i) => 40 + i / 3 + jitter(i) * 3),
      'percent',
      range,
    ),
  ).toBe('rising')
  expect(
    trendOf(
      points((i) => 80 - i / 3 + jitter(i) * 3),
      'percent',
      range,
    ),
  ).toBe('falling')
})

test('noise alone is steady, however large', () => {
  for (let seed = 0; seed < 200; seed += 1) {
    const jitter = noise(seed)
    expect(
      trendOf(
        points((i) => 50 + jitter(i) * 45),
        'percent',
        range,
      ),
    ).toBe('steady')
  }
})

test('a peak that is over is steady, and so is one odd point', () => {
  expect(
    trendOf(
      points((i) => (i > 30 && i < 42 ? 90 : 20 + noise(3)(i))),
      'percent',
      range,
    ),
  ).toBe('steady')
  expect(
    trendOf(
      points((i) => (i === 80 ? 95 : 20 + noise(4)(i))),
      'percent',
      range,
    ),
  ).toBe('steady')
})

test('a step half an hour ago is a rise; one a few minutes ago gets no arrow, because nobody knows yet', () => {
  expect(
    trendOf(
      points((i) => (i >= 76 ? 93 : 17 + noise(5)(i))),
      'percent',
      range,
    ),
  ).toBe('rising')
  expect(
    trendOf(
      points((i) => (i >= 86 ? 40 : 0)),
      'count',
      range,
    ),
  ).toBeUndefined()
})

test('a change that is not worth telling is steady', () => {
  expect(
    trendOf(
      points((i) => (i >= 60 ? 1.2 : 1)),
      'percent',
      range,
    ),
  ).toBe('steady')
  expect(
    trendOf(
      points((i) => (i >= 60 ? 104 : 100)),
      'count',
      range,
    ),
  ).toBe('steady')
})

test('a daily rhythm is no trend over a week', () => {
  const week = { from: 0, until: 7 * 24 * 60 * minute }
  const days = Array.from({ length: 84 }, (_, index) => {
    const at = index * 2 * 60 * minute
    return { at, value: 30 + 20 * Math.sin((at / (24 * 60 * minute)) * 2 * Math.PI) }
  })
  expect(trendOf(days, 'percent', week)).toBe('steady')
})

test('too little data tells nothing', () => {
  expect(trendOf(points((i) => i).slice(0, 8), 'percent', range)).toBeUndefined()
  expect(trendOf(points((i) => i).slice(0, 60), 'percent', range)).toBeUndefined()
  expect(trendOf([], 'percent', range)).toBeUndefined()
})
