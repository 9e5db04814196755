import { describe, expect, it } from 'vitest'
import type { Schedule, ScheduleFinding, ScheduleReport, ScheduleRun } from '../../../../src/core/schedule.js'
import { createZone } from '../../../../src/core/time-zone.js'
import { scheduledMessage, scheduleFailedMessage } from '../../../../src/slack/views/schedules/report.js'

const due = Date.parse('2026-11-29T21:30Z')
const zone = createZone('Australia/Sydney')
const schedule: Schedule = {
  name: 'morning',
  what: 'morning-check',
  at: { days: [0], minute: 510 },
  zone: zone.name,
  channel: 'devops',
  environments: ['staging', 'production'],
  olderThan: 1,
}
const run: ScheduleRun = { due, letter: 'schedule:morning:2026-11-30T08:30' }
const finding = (mark: ScheduleFinding['mark'], says: string): ScheduleFinding => ({
  mark,
  subject: 'backend in production',
  topic: 'new errors',
  says,
  lines: ['<!channel> boom', 'second', 'third', 'fourth'],
  button: { text: 'Errors', line: { verb: 'logs', words: ['backend', 'production'] } },
})

function shown(findings: readonly ScheduleFinding[], more: Partial<ScheduleReport> = {}, now = due) {
  const report: ScheduleReport = {
    what: 'morning-check',
    environments: schedule.environments,
    findings,
    fine: ['staging: alarms'],
    ...more,
  }
  return scheduledMessage({ schedule, run, report }, { zone, now })
}

describe('a message that comes by itself', () => {
  it('is one line and a footer where all is well', () => {
    expect(shown([]).text.split('\n')).toEqual([
      '🟢 Morning check — all is well · staging and production',
      '🟢 staging: alarms',
      'Schedule `morning`',
    ])
  })

  it('counts what is wrong, and interprets nothing of what was found', () => {
    const { text, blocks } = shown([finding('bad', '3 <!here> errors'), finding('unknown', 'no answer')])
    expect(text.split('\n')[0]).toBe(
      '🔴 Morning check — 1 thing is wrong, 1 could not be looked at · staging and production',
    )
    const interpreted = blocks.filter(({ type }) => type !== 'rich_text')
    expect(JSON.stringify(interpreted)).not.toMatch(/<!/)
    expect(text).toContain('third')
    expect(text).not.toContain('fourth')
    expect(blocks.flatMap((block) => ('accessory' in block ? [block.accessory] : []))).toHaveLength(2)
  })

  it('is no wall: of many findings no lines are shown, and those beyond ten are counted', () => {
    const { text } = shown(Array.from({ length: 14 }, (_, index) => finding('attention', `number ${index}`)))
    expect(text).not.toContain('boom')
    expect(text).toContain('number 9')
    expect(text).not.toContain('number 10')
    expect(text).toContain('and 4 more')
  })

  it('says when it was due, where it is made up for', () => {
    expect(shown([], {}, due + 40 * 60_000).text).toContain('due Mon 30 Nov 08:30, ohmy was not running then')
    expect(shown([], {}, due + 60_000).text).not.toContain('due')
  })

  it('that could not be made says so, with a button to try again', () => {
    const failed = { ...run, failure: 'Something went wrong in ohmy; its log says what, under err-1.' }
    const { text, blocks } = scheduleFailedMessage(schedule, failed, { zone, now: due })
    expect(text).toContain('Morning check — could not be made: Something went wrong')
    expect(JSON.stringify(blocks)).toContain('schedule run morning')
  })
})
