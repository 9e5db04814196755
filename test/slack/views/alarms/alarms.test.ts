import type { KnownBlock } from '@slack/types'
import { describe, expect, test } from 'vitest'
import type { AlarmsOverview, ExplainedAlarm } from '../../../../src/core/alarms.js'
import type { Mute } from '../../../../src/core/mutes.js'
import { createZone } from '../../../../src/core/time-zone.js'
import { checkMessage } from '../../../../sandbox/workspace/blocks/message.js'
import { type AlarmsMessageOptions, alarmsMessage } from '../../../../src/slack/views/alarms/alarms.js'
import { mutedMessage, unmutedMessage } from '../../../../src/slack/views/alarms/mutes.js'

const minute = 60_000
const now = Date.UTC(2026, 10, 23, 12, 30)
const zone = createZone('Australia/Sydney')
const when = { zone, now }

const mute: Mute = {
  version: 1,
  environment: 'production',
  alarm: 'ohmycoins-prod-rds-cpu-utilization',
  by: { id: 'U0RITA', name: 'Rita' },
  since: now,
  until: now + 60 * minute,
  reason: 'deploying <!channel>',
}

function alarm(shortName: string, more: Partial<ExplainedAlarm> = {}): ExplainedAlarm {
  return {
    name: `ohmycoins-prod-${shortName}`,
    shortName,
    state: 'OK',
    since: now - 90 * 24 * 60 * minute,
    reason: '',
    drawable: true,
    ...more,
  }
}

const ringing = alarm('rds-cpu-utilization', {
  state: 'ALARM',
  since: now - 25 * minute,
  says: 'Average CPU of the database has been above 80 % for 35 min: 93 %',
})
const silent = alarm('ecs-high-cpu', {
  state: 'INSUFFICIENT_DATA',
  since: now - 5 * minute,
  says: 'No data of average CPU of backend for 10 min or more: nobody knows whether it is above 80 %',
})

function overview(alarms: readonly ExplainedAlarm[], more: Partial<AlarmsOverview> = {}): AlarmsOverview {
  return { environment: 'production', at: now, alarms, ...more }
}

const shown = (overviews: readonly AlarmsOverview[], more: Partial<AlarmsMessageOptions> = {}) =>
  alarmsMessage(overviews, { ...when, all: false, ...more })
const lines = (overviews: readonly AlarmsOverview[], more: Partial<AlarmsMessageOptions> = {}) =>
  shown(overviews, more).text.split('\n')
const buttons = (blocks: readonly KnownBlock[]) =>
  blocks.flatMap((block) =>
    block.type === 'actions' ? block.elements.flatMap((one) => ('text' in one ? [one.text?.text] : [])) : [],
  )

function expectValid(overviews: readonly AlarmsOverview[], more: Partial<AlarmsMessageOptions> = {}): void {
  expect(checkMessage({ text: 'text', blocks: shown(overviews, more).blocks }, 'update')).toBeUndefined()
}

describe('the first line', () => {
  test('says that everything is OK, and how many alarms watch', () => {
    expect(lines([overview([alarm('a'), alarm('b')])])[0]).toBe(
      '🟢 Everything is OK in production: 2 alarms watched, none rings',
    )
  })

  test('says how many ring, and where', () => {
    expect(
      lines([overview([alarm('a')], { environment: 'staging' }), overview([ringing, alarm('b')])])[0],
    ).toBe('🔴 1 of 3 alarms rings in production')
  })

  test('says that some have no data, where none rings', () => {
    expect(lines([overview([silent, alarm('b')])])[0]).toBe(
      '🟠 No alarm rings in production, but 1 alarm of 2 has no data',
    )
  })

  test('says that silence is not health, where nothing watches', () => {
    expect(lines([overview([])])[0]).toContain('No alarm watches production. Silence is not health')
    const both = lines([overview([]), overview([alarm('a')], { environment: 'staging' })])
    expect(both.join('\n')).toContain('production has no alarm at all: silence there is not health')
  })

  test('says that nobody knows, where they could not be read', () => {
    const text = lines([overview([], { unread: 'AWS is asking for fewer calls' }), overview([alarm('a')])])
    expect(text[0]).toBe('❓ Nobody knows whether an alarm rings in production')
    expect(text.join('\n')).toContain('Not read: the alarms of production — AWS is asking for fewer calls')
  })

  test('says that what rings is muted', () => {
    expect(lines([overview([{ ...ringing, mute }, alarm('b')])])[0]).toBe(
      '🔴 1 of 2 alarms rings in production, muted',
    )
  })
})

test('an alarm is a sentence, where it is, its name and since when, with two buttons', () => {
  const text = lines([overview([ringing])])
  expect(text[1]).toBe('🔴 Average CPU of the database has been above 80 % for 35 min: 93 %')
  expect(text[2]).toMatch(/^production · `rds-cpu-utilization` · since .*23:05 \(25 min\)$/)
  expect(buttons(shown([overview([ringing])]).blocks)).toEqual(['Graph', 'Mute for 1 h', 'Refresh'])
  expectValid([overview([ringing])])
})

test('what rings comes before what has no data, whatever environment, the newest first', () => {
  const newer = { ...ringing, since: now - minute, says: 'Newer' }
  const text = lines([overview([silent, ringing]), overview([newer], { environment: 'staging' })]).join('\n')
  expect(text.indexOf('Newer')).toBeLessThan(text.indexOf('Average CPU of the database'))
  expect(text.indexOf('Average CPU of the database')).toBeLessThan(text.indexOf('No data of'))
})

test('words that others wrote are shown letter by letter', () => {
  const hostile = alarm('x', { state: 'ALARM', since: now, reason: '<!channel> *bold* https://evil.example' })
  const { blocks } = shown([overview([hostile])])
  expect(blocks.find(({ type }) => type === 'rich_text')).toMatchObject({
    elements: [
      { type: 'rich_text_preformatted', elements: [{ text: '<!channel> *bold* https://evil.example' }] },
    ],
  })
  expect(JSON.stringify(blocks.filter(({ type }) => type !== 'rich_text'))).not.toContain('<!channel>')
})

test('muted alarms that ring come last, red all the same, with who, until when and why', () => {
  const other = { ...ringing, name: 'b', shortName: 'b', since: ringing.since - minute, says: 'Another one' }
  const message = shown([overview([{ ...ringing, mute }, other])])
  expect(message.text).toMatch(
    /🔴🔕 Average CPU of .*\nproduction · `rds-cpu-utilization` · since [^·]*\n🔕 muted by Rita until .*: `deploying <!channel>`/,
  )
  expect(message.text.indexOf('Another one')).toBeLessThan(message.text.indexOf('Average CPU'))
  expect(JSON.stringify(message.blocks)).not.toContain('<!channel>')
  expect(buttons(message.blocks)).toEqual(['Graph', 'Mute for 1 h', 'Graph', 'Unmute', 'Refresh'])
})

test('what is OK is listed on demand only, in one line', () => {
  const many = Array.from({ length: 100 }, (_, index) => alarm(`alarm-${index}`))
  expect(shown([overview(many)]).text).not.toContain('alarm-7')
  const all = lines([overview(many)], { all: true })
  expect(all[1]).toMatch(/^🟢 100 OK in production: `alarm-0`, .*and 60 more$/)
  expectValid([overview(many)], { all: true })
})

test('many that ring are told by name beyond the first six, and Slack takes it', () => {
  const many = Array.from({ length: 120 }, (_, index) => ({
    ...ringing,
    name: `ohmycoins-prod-${'very-long-name-'.repeat(12)}${index}`,
    shortName: `${'very-long-name-'.repeat(12)}${index}`,
  }))
  const message = shown([overview(many)], { all: true })
  expect(message.text.split('\n')[0]).toBe('🔴 120 of 120 alarms ring in production')
  expect(message.text).toContain('114 more ring')
  expect(buttons(message.blocks).filter((text) => text === 'Graph')).toHaveLength(3)
  expectValid([overview(many)], { all: true })
})

test('old answers say how old they are and why', () => {
  const stale = overview([alarm('a')], { at: now - 4 * minute, instead: 'AWS is asking for fewer calls' })
  expect(shown([stale]).text).toContain('production: As of 4 min ago: AWS is asking for fewer calls')
  expect(shown([overview([alarm('a')], { at: now - 14_000 })]).text).not.toContain('ago')
})

test('without anybody to press them there are no buttons', () => {
  expect(shown([overview([ringing])], { buttons: false }).blocks.some(({ type }) => type === 'actions')).toBe(
    false,
  )
})

test('a mute says that CloudWatch goes on, and how it ends earlier', () => {
  const { text, blocks } = mutedMessage(mute, 'rds-cpu-utilization', when)
  expect(text).toMatch(
    /^🔕 `rds-cpu-utilization` in production is muted until .* \(1 h\) — `deploying <!channel>`/,
  )
  expect(text).toContain('mails of its SNS topic, autoscaling and rollbacks are not touched')
  expect(text).toContain('/ohmy unmute rds-cpu-utilization production')
  expect(checkMessage({ text: 'text', blocks }, 'post')).toBeUndefined()
  expect(unmutedMessage(mute, 'rds-cpu-utilization', 'Oscar', when).text).toMatch(
    /^🔔 `rds-cpu-utilization` in production is not muted any more\nUnmuted by Oscar · Rita had muted it/,
  )
})
