import { describe, expect, it } from 'vitest'
import type { DashboardCheck, DashboardDrawing } from '../../../../src/core/dashboard.js'
import type { Message } from '../../../../src/core/message.js'
import { createZone } from '../../../../src/core/time-zone.js'
import { pingsIn } from '../../../../sandbox/workspace/pings.js'
import { dashboardCheckMessage } from '../../../../src/slack/views/dashboard/check.js'
import { dashboardChoiceMessage, dashboardMessage } from '../../../../src/slack/views/dashboard/dashboard.js'
import { filesMissingMessage } from '../../../../src/slack/views/answers/files-missing.js'

const zone = createZone('Australia/Sydney')
const until = Date.parse('2026-11-23T15:00:00Z')
const drawing: DashboardDrawing = {
  environment: 'staging',
  name: 'ohmycoins-staging-infrastructure',
  from: until - 3 * 3_600_000,
  until,
  drawn: ['CPU', 'RDS'],
  texts: [],
  notDrawn: [],
  leftOut: 0,
}
const check: DashboardCheck = {
  environment: 'staging',
  name: 'ohmycoins-staging-infrastructure',
  widgets: 6,
  metrics: 12,
  findings: [],
  notes: [],
}
const hostile = '*x* `y` <!channel> <https://evil.example|click> @here'

/** The text; everything that Slack would interpret neither pings nor links. */
function told(message: Message): string {
  expect(pingsIn('', message.blocks)).toEqual([])
  const interpreted = JSON.stringify(message.blocks).match(/"type":"mrkdwn","text":"(?:[^"\\]|\\.)*"/g) ?? []
  expect(interpreted.length).toBeGreaterThan(0)
  for (const text of interpreted) expect(text).not.toMatch(/<[!@#h]/)
  return message.text
}

describe('a drawn dashboard', () => {
  it('says what it is, of when, and that the pictures follow', () => {
    const text = told(dashboardMessage(drawing, { zone, askedBy: 'Vera', buttons: false }))
    expect(text).toContain('ohmycoins-staging-infrastructure')
    expect(text).toContain('Last 3 h, until Tue 24 Nov 02:00 (Australia/Sydney). Its 2 pictures follow.')
    expect(text).toContain('Asked by Vera')
  })

  it('names everything that was not drawn, with the reason', () => {
    const notDrawn = [
      { title: 'Alarms', why: ['no pictures of alarms; ', { name: '/ohmy alarms' }] },
      { title: hostile, why: ['CloudWatch refused it: ', { name: hostile }] },
    ]
    const text = told(dashboardMessage({ ...drawing, notDrawn, leftOut: 3 }, { zone, buttons: true }))
    expect(text).toContain('Alarms')
    expect(text).toContain('no pictures of alarms')
    expect(text).toContain('3 widgets beyond the first 2')
  })

  it('does not hide that nothing could be drawn, or that it is empty', () => {
    const none = { ...drawing, drawn: [] }
    const refused = { ...none, notDrawn: [{ title: 'CPU', why: ['no'] }] }
    expect(dashboardMessage(refused, { zone, buttons: false }).text).toContain('Nothing of it could be drawn')
    expect(dashboardMessage(none, { zone, buttons: false }).text).toContain('It is empty')
    expect(dashboardMessage({ ...none, texts: ['hi'] }, { zone, buttons: false }).text).toContain(
      'texts only',
    )
  })

  it('shows texts as they are, and not without end', () => {
    const text = told(
      dashboardMessage({ ...drawing, texts: [hostile, 'x'.repeat(5_000)] }, { zone, buttons: false }),
    )
    expect(text).toContain('@here')
    expect(text).toContain('(cut)')
    expect(text.length).toBeLessThan(2_000)
  })
})

describe('a checked dashboard', () => {
  it('is told in one line when all is well', () => {
    expect(dashboardCheckMessage(check, { buttons: false }).text).toContain('All 12 metrics exist')
    expect(dashboardCheckMessage({ ...check, metrics: 0 }, { buttons: false }).text).toContain('no metric')
  })

  it('says of each wrong widget what to fix, and how all of it is put right', () => {
    const findings = [
      {
        widget: 'RDS',
        what: [{ name: 'CPUUtilization' }, ': there is no ', { name: 'DBInstanceIdentifier=stag' }],
        fix: ['there is ', { name: 'staging' }],
      },
      { widget: hostile, what: [{ name: hostile }], fix: [] },
    ]
    const text = told(
      dashboardCheckMessage({ ...check, findings, template: 'infrastructure' }, { buttons: true }),
    )
    expect(text).toContain('2 of 6 widgets are wrong')
    expect(text).toContain('DBInstanceIdentifier=stag')
    expect(text).toContain('/ohmy dashboard apply infrastructure staging')
  })

  it('keeps within a message however much is wrong', () => {
    const findings = Array.from({ length: 300 }, (_, index) => ({
      widget: `w${index}`,
      what: [{ name: 'x'.repeat(300) }],
      fix: [],
    }))
    const { blocks, text } = dashboardCheckMessage({ ...check, findings }, { buttons: true })
    expect(blocks.length).toBeLessThanOrEqual(50)
    expect(text).toContain('288 findings more')
  })
})

describe('dashboards to choose from', () => {
  it('stand in a menu and in words', () => {
    const names = ['ohmycoins-staging-one', 'ohmycoins-staging-two']
    const { blocks, text } = dashboardChoiceMessage({ environment: 'staging', names }, { buttons: true })
    expect(text).toContain('2 dashboards for staging')
    expect(JSON.stringify(blocks)).toContain('static_select')
  })

  it('are offered to be made where there are none', () => {
    const choice = { environment: 'staging', names: [], missing: 'ohmycoins-staging-infrastructure' }
    const { text } = dashboardChoiceMessage(choice, { buttons: true })
    expect(text).toContain('There is no `ohmycoins-staging-infrastructure`')
    expect(text).toContain('/ohmy dashboard apply infrastructure staging')
  })
})

describe('files that did not arrive', () => {
  const files = [{ name: 'cpu.png', title: 'CPU', content: '' }]

  it('are named with the reason and what to do', () => {
    expect(filesMissingMessage(files, 'not_in_channel').text).toContain('Invite ohmy to this channel')
    expect(filesMissingMessage(files, 'unanswered').text).toContain('did not say whether it took the file')
    expect(filesMissingMessage(files, 'missing_scope').text).toContain('files:write')
  })
})
