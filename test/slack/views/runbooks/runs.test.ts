import { describe, expect, test } from 'vitest'
import { checkMessage } from '../../../../sandbox/workspace/blocks/message.js'
import type { RunRecord } from '../../../../src/core/run.js'
import { createZone } from '../../../../src/core/time-zone.js'
import { drillsMessage } from '../../../../src/slack/views/runbooks/drills.js'
import { runsMessage } from '../../../../src/slack/views/runbooks/runs.js'
import { look, runbookOf, runOf } from '../../../runbooks/run/run-of.js'

const minute = 60_000
const now = Date.UTC(2026, 10, 28, 3)
const when = { zone: createZone('Australia/Sydney'), now, isAll: true }

function drill(
  id: string,
  startedAt: number,
  took: number | undefined,
  more: Partial<RunRecord> = {},
): RunRecord {
  return {
    ...runOf([look('a')], { id, mode: 'drill', startedAt }),
    ...(took === undefined ? {} : { state: 'done', endedAt: startedAt + took }),
    ...more,
  }
}

describe('runs', () => {
  test('that are open stand first, with the step they are at', () => {
    const ended = {
      ...runOf([look('a')], { id: 'run-2222222', startedAt: now }),
      state: 'done' as const,
      endedAt: now + minute,
    }
    const message = runsMessage([ended, runOf([look('log')], { id: 'run-3333333', startedAt: now })], {
      ...when,
      buttons: true,
    })
    expect(message.text.split('\n')).toEqual([
      '1 runbook is being walked',
      '✋ Tasks keep restarting · backend in staging — Something to do at “log” · Mia, begun Sat 28 Nov 14:00 · run-3333333',
      'Ended in the last seven days',
      '✅ Tasks keep restarting · backend in staging — Done after 1 min · Mia, begun Sat 28 Nov 14:00 · run-2222222',
    ])
    expect(JSON.stringify(message.blocks)).toContain('"value":"runbook show run-3333333"')
  })

  test('are few lines however many there are', () => {
    const runbook = runbookOf([look('a')], { title: 'long '.repeat(30) })
    const many = Array.from({ length: 300 }, () => runOf([], { runbook, startedAt: now }))
    const message = runsMessage(many, { ...when, buttons: true })
    expect(checkMessage({ text: 'text', blocks: message.blocks }, 'post')).toBeUndefined()
    expect(message.text).toContain('… and 288 more: name an environment')
  })

  test('may be none', () => {
    expect(runsMessage([], { ...when, buttons: true }).text).toContain(
      'No runbook is being walked, and none was',
    )
  })
})

describe('drills', () => {
  test('are told by quarter of the team’s own time zone: fastest, median, last, who', () => {
    // In Sydney the year is over eleven hours earlier than in UTC.
    const newYear = Date.UTC(2025, 11, 31, 14)
    const message = drillsMessage(
      [
        drill('run-1111111', newYear, 4 * minute),
        drill('run-2222222', newYear + minute, 10 * minute),
        drill('run-3333333', newYear + 2 * minute, 5 * minute),
        drill('run-4444444', newYear + 3 * minute, minute, { state: 'aborted' }),
        drill('run-5555555', newYear - 2 * 60 * minute, 7 * minute),
      ],
      when,
    )
    expect(message.text.split('\n')).toEqual([
      '5 drills',
      '2026 Q1',
      expect.stringMatching(
        /^Tasks keep restarting — 3 times · fastest 4 min · median 5 min · last 5 min · by Mia .* · 1 not done$/,
      ),
      '2025 Q4',
      expect.stringMatching(/^Tasks keep restarting — 7 min · by Mia /),
    ])
  })

  test('that nobody came to the end of say so', () => {
    expect(drillsMessage([drill('run-1111111', now, undefined)], when).text).toMatch(
      /none was done to its end · by Mia .* · 1 open/,
    )
    expect(drillsMessage([], when).text).toContain('Nothing was practised yet.')
  })

  test('that were not looked through are told of', () => {
    const some = [drill('run-1111111', now, minute)]
    expect(drillsMessage(some, when).text).not.toContain('Older ones')
    for (const drills of [some, []])
      expect(drillsMessage(drills, { ...when, isAll: false }).text).toContain('Older ones are not in this')
  })
})
