import { expect, it } from 'vitest'
import { createZone } from '../../../src/core/time-zone.js'
import { queryCsv, queryTable, tableInSlack } from '../../../src/logs/query/query-table.js'

const zone = createZone('Australia/Sydney')
const row = (values: Record<string, string>) =>
  Object.entries(values).map(([field, value]) => ({ field, value }))
const table = (rows: readonly Record<string, string>[]) => queryTable(rows.map(row), zone, tableInSlack)

it('shows times in the zone of the team, numbers short, bytes with their unit', () => {
  const { columns, rows } = table([
    { 'bin(5m)': '2026-11-23 14:40:00.000', average: '12.3456789', port: '8000', total_bytes: '6450209' },
  ])
  expect(columns).toEqual(['bin(5m)', 'average', 'port', 'total_bytes'])
  expect(rows).toEqual([['2026-11-24 01:40:00', '12.35', '8000', '6.5 MB']])
})

it('draws a line for each number by time, oldest first', () => {
  const { chart } = table([
    { 'bin(5m)': '2026-11-23 14:45:00.000', maximum: '5', minimum: '2' },
    { 'bin(5m)': '2026-11-23 14:40:00.000', maximum: '3', minimum: '1' },
  ])
  expect(chart).toEqual({
    categories: ['01:40', '01:45'],
    series: [
      { name: 'maximum', values: [3, 5] },
      { name: 'minimum', values: [1, 2] },
    ],
    together: 1,
  })
})

it('keeps the peaks where there are more points than Slack draws', () => {
  const rows = Array.from({ length: 100 }, (_, index) => ({
    'bin(1m)': new Date(Date.UTC(2026, 10, 23, 1, index)).toISOString().replace('T', ' ').replace('Z', ''),
    maximum: index === 37 ? '999' : '1',
    minimum: index === 61 ? '-5' : '1',
  }))
  const { chart } = table(rows)
  expect(chart?.categories).toHaveLength(20)
  expect(chart?.together).toBe(5)
  expect(Math.max(...(chart?.series[0]?.values ?? []))).toBe(999)
  expect(Math.min(...(chart?.series[1]?.values ?? []))).toBe(-5)
})

it('draws nothing where something else than time is counted by', () => {
  expect(
    table([
      { 'bin(5m)': '2026-11-23 14:45:00.000', host: 'a', n: '1' },
      { 'bin(5m)': '2026-11-23 14:45:00.000', host: 'b', n: '2' },
    ]).chart,
  ).toBeUndefined()
  expect(table([{ n: '1' }, { n: '2' }]).chart).toBeUndefined()
})

it('puts messages together that say the same', () => {
  const { messages, found } = table(
    Array.from({ length: 30 }, (_, index) => ({
      '@timestamp': `2026-11-23 14:40:${String(index).padStart(2, '0')}.000`,
      '@message': `ERROR order ${index} failed, token=abcdef123456secret`,
      '@logStream': 'ecs/backend/0123456789abcdef0123456789abcdef',
    })),
  )
  expect(found).toBe(30)
  expect(messages?.lines).toHaveLength(20)
  expect(messages?.kinds).toEqual([{ message: expect.stringContaining('order # failed'), count: 30 }])
  expect(JSON.stringify(messages)).not.toContain('abcdef123456secret')
})

it('stays small, whatever was found', () => {
  const rows = Array.from({ length: 10_000 }, (_, index) => ({
    a: 'x'.repeat(5_000),
    b: String(index),
    c: '\u202e<!channel>',
  }))
  const { rows: shown, found } = table(rows)
  expect(found).toBe(10_000)
  expect(JSON.stringify(shown).length).toBeLessThan(8_000)
})

it('writes a file that a spreadsheet reads and does not calculate, without secrets', () => {
  const csv = queryCsv([
    row({ name: '=HYPERLINK("http://x")', n: '-5', text: 'a,"b"\nc' }),
    row({ name: 'password=hunter2secret', n: '+1+1', password: 'hunter2' }),
  ])
  expect(csv.split('\r\n')).toEqual([
    'name,n,text,password',
    '"\'=HYPERLINK(""http://x"")",-5,"a,""b""\nc",',
    "password=•••,'+1+1,,•••",
    '',
  ])
})
