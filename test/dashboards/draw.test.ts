import { describe, expect, it } from 'vitest'
import { AwsError } from '../../src/aws/aws-error.js'
import type { Environment } from '../../src/core/environment.js'
import { plainWording } from '../../src/core/dashboard.js'
import { createZone } from '../../src/core/time-zone.js'
import { readBody } from '../../src/dashboards/body.js'
import { drawDashboard } from '../../src/dashboards/draw.js'

const environment = { name: 'staging', region: 'ap-southeast-2' } as Environment
const until = Date.parse('2026-01-15T03:00:00Z')

interface Asked {
  readonly widget: Record<string, unknown>
  readonly region: string | undefined
}

/** What CloudWatch is asked is what this is about; that it draws is seen in test/e2e. */
async function draw(widgets: unknown[], more: object = {}, zone = 'Australia/Sydney') {
  const asked: Asked[] = []
  const body = readBody(JSON.stringify({ widgets, ...more }))
  if (body === undefined) throw new Error('no body')
  const aws = {
    async widgetImage(widget: string, region?: string) {
      asked.push({ widget: JSON.parse(widget) as Record<string, unknown>, region })
      if (widget.includes('refuse me')) {
        throw new AwsError(
          'rejected',
          'cloudwatch:GetMetricWidgetImage',
          'ValidationError',
          'No <such> metric',
        )
      }
      return new Uint8Array([1])
    },
  }
  const about = { aws, environment, from: until - 3_600_000, until, zone: createZone(zone) }
  return { asked, ...(await drawDashboard({ name: 'board', body }, about)) }
}

const metric = (title: string, more: object = {}, place: object = {}) => ({
  type: 'metric',
  ...place,
  properties: { title, metrics: [['AWS/ECS', 'CPUUtilization']], ...more },
})

describe('drawing a dashboard', () => {
  it('asks for each widget in its own region, with only what pictures know', async () => {
    const { asked } = await draw([
      metric('Here', { region: 'ap-southeast-2', sparkline: true, liveData: true }, { y: 0 }),
      metric('There', { region: 'us-east-1', stat: 'p95', stacked: true }, { y: 6 }),
    ])
    expect(asked.map(({ region }) => region)).toEqual(['ap-southeast-2', 'us-east-1'])
    expect(asked[0]?.widget).not.toHaveProperty('region')
    expect(asked[0]?.widget).not.toHaveProperty('sparkline')
    expect(asked[1]?.widget).toMatchObject({ title: 'There', stat: 'p95', stacked: true })
  })

  it('asks for the time in the team’s zone, also where that is not whole hours', async () => {
    const [sydney, india, newYork] = await Promise.all([
      draw([metric('a')]),
      draw([metric('a')], {}, 'Asia/Kolkata'),
      draw([metric('a')], {}, 'America/New_York'),
    ])
    expect(sydney.asked[0]?.widget).toMatchObject({
      timezone: '+1100',
      start: '2026-01-15T02:00:00.000Z',
      end: '2026-01-15T03:00:00.000Z',
    })
    expect(india.asked[0]?.widget).toMatchObject({ timezone: '+0530' })
    expect(newYork.asked[0]?.widget).toMatchObject({ timezone: '-0500' })
  })

  it('shows widgets as one reads them, in files with names of their own', async () => {
    const { files } = await draw([
      metric('CPU & memory', {}, { x: 12, y: 0 }),
      metric('Same', {}, { x: 0, y: 6 }),
      metric('First', {}, { x: 0, y: 0 }),
      metric('same!', {}, { x: 12, y: 6 }),
    ])
    expect(files.map(({ title }) => title)).toEqual(['First', 'CPU & memory', 'Same', 'same!'])
    expect(files.map(({ name }) => name)).toEqual([
      'board-first.png',
      'board-cpu-memory.png',
      'board-same.png',
      'board-same-2.png',
    ])
  })

  it('makes pictures that can be read in Slack, whatever the shape of the widget', async () => {
    const { asked } = await draw([
      metric('wide', {}, { width: 24, height: 3, y: 0 }),
      metric('tall', {}, { width: 3, height: 24, y: 3 }),
      metric('number', { view: 'singleValue' }, { width: 6, height: 3, y: 30 }),
    ])
    expect(asked.map(({ widget }) => [widget['width'], widget['height']])).toEqual([
      [480, 250],
      [480, 360],
      [480, 240],
    ])
  })

  it('says of everything else why it is not there', async () => {
    const { drawing, files } = await draw(
      [
        metric('Table', { view: 'table' }),
        { type: 'metric', properties: { title: 'Empty' } },
        metric('refuse me'),
        { type: 'explorer', properties: {} },
        { type: 'novelty', properties: { title: 'New' } },
        { type: 'text', properties: { markdown: '# Title\nSee [the wiki](https://wiki.example) **now**' } },
      ],
      { variables: [{ id: 'x' }] },
    )
    expect(files).toEqual([])
    expect(drawing.texts).toEqual(['Title\nSee the wiki (https://wiki.example) now'])
    const why = Object.fromEntries(
      drawing.notDrawn.map(({ title, why: words }) => [title, plainWording(words)]),
    )
    expect(why).toEqual({
      Table: 'CloudWatch draws no tables as pictures',
      Empty: 'it names no metrics',
      'refuse me': 'CloudWatch refused it: No <such> metric',
      'explorer widget 4': 'CloudWatch draws no explorer widgets as pictures',
      New: 'CloudWatch draws no novelty widgets as pictures',
      Variables: 'the pictures show what is written in the widgets, not what is chosen in the console',
    })
  })

  it('stops at twenty pictures and says how many are left out', async () => {
    const { asked, drawing } = await draw(Array.from({ length: 23 }, (_, at) => metric(`w${at}`)))
    expect(asked).toHaveLength(20)
    expect(drawing.leftOut).toBe(3)
  })
})

describe('a body', () => {
  it('says how far back it goes, where it does', () => {
    const range = (start: unknown) => readBody(JSON.stringify({ start, widgets: [] }))?.range
    expect(range('-PT6H')).toBe(6 * 3_600_000)
    expect(range('-P1W2DT30M')).toBe(((9 * 24 + 0) * 60 + 30) * 60_000)
    expect(range('2026-01-01T00:00:00Z')).toBeUndefined()
    expect(range(undefined)).toBeUndefined()
    expect(range('-P')).toBeUndefined()
  })

  it('that is none is not taken for an empty one', () => {
    expect(readBody('x')).toBeUndefined()
    expect(readBody('[]')).toBeUndefined()
    expect(readBody('{"widgets":{}}')).toBeUndefined()
    expect(readBody('{"widgets":[7,null]}')?.widgets).toEqual([])
  })
})
