import { describe, expect, it } from 'vitest'
import { decodeSlackText } from '../../src/dispatch/slack-text.js'
import { processorTime } from '../support/duration.js'

describe('what the person typed, from what Slack sent', () => {
  it.each([
    ['a &amp; b', 'a & b'],
    ['a &lt; b &gt; c', 'a < b > c'],
    ['&amp;lt;', '&lt;'],
    ['&quot;', '&quot;'],
    ['ask <@U123|rita> first', 'ask @rita first'],
    ['ask <@U123> first', 'ask @U123 first'],
    ['in <#C1|devops> now', 'in #devops now'],
    ['in <#C1|> now', 'in #C1 now'],
    ['<https://example.com/x|example.com/x>', 'example.com/x'],
    ['<https://example.com/?a=1&amp;b=2>', 'https://example.com/?a=1&b=2'],
    ['<mailto:a@example.com|a@example.com>', 'a@example.com'],
    ['<!here>', '@here'],
    ['<!subteam^S1|@oncall>', '@oncall'],
    ['<!subteam^S1>', '@subteam'],
    ['<', '<'],
    ['<<@U1|a>', '<@a'],
    ['<@U123|o’brien>', '@o’brien'],
  ])('%s → %s', (sent, typed) => {
    expect(decodeSlackText(sent)).toBe(typed)
  })

  it.each(['<', '<@U1|', '&amp', '&lt;<', '<>'])('stays quick with ever more %s', (unit) => {
    expect(processorTime(() => decodeSlackText(unit.repeat(200_000)))).toBeLessThan(2_000)
  })
})
