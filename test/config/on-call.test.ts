import { describe, expect, it } from 'vitest'
import { parseConfig } from '../../src/config/load.js'
import { failureOf, told } from './failure.js'

function written(onCall: string): string {
  return `environments:
  live: { region: eu-west-1, cluster: shop-cluster }
roles: { everyone: viewer }
timeZone: Australia/Sydney
onCall:
${onCall.replace(/^/gm, '  ')}
`
}
const problems = (onCall: string) =>
  told(failureOf(() => parseConfig(written(onCall), 'ohmy.yaml'))).join('\n')
const whole = `handOver: Mon 09:00
from: 2026-11-02
layers:
  primary: [U0ANNA0000, U0BEN00000]
  secondary: [U0BEN00000, U0ANNA0000]`

describe('the rotation in ohmy.yaml', () => {
  it('may hand each layer over at a time of its own, the first one from that day on', () => {
    const { onCall } = parseConfig(
      written(`handOver: { primary: Wed 09:00, secondary: Sun 20:30 }
from: 2026-11-02
layers:
  primary: [U0ANNA0000, U0BEN00000]
  secondary: [U0CARA0000, U0DAN00000]`),
      'ohmy.yaml',
    )
    expect(onCall?.layers.map(({ name, from }) => [name, from])).toEqual([
      ['primary', Date.UTC(2026, 10, 4, 9)],
      ['secondary', Date.UTC(2026, 10, 8, 20, 30)],
    ])
  })

  it('needs little: each layer is called for 15 minutes', () => {
    const { onCall } = parseConfig(written(whole), 'ohmy.yaml')
    expect(onCall).toEqual({
      timeZone: 'Australia/Sydney',
      from: Date.UTC(2026, 10, 2, 9),
      weeks: 1,
      layers: [
        { name: 'primary', people: ['U0ANNA0000', 'U0BEN00000'] },
        { name: 'secondary', people: ['U0BEN00000', 'U0ANNA0000'] },
      ],
      escalation: [
        { to: 'primary', within: 15 * 60_000 },
        { to: 'secondary', within: 30 * 60_000 },
      ],
      businessHours: { firstDay: 0, lastDay: 4, from: 540, until: 1_020 },
    })
  })

  it.each([
    [
      'a day that is none of hand-over',
      whole.replace('11-02', '11-04'),
      '2026-11-04 is a Wednesday, and hand-over is on Mondays. The next one is 2026-11-09.',
    ],
    ['a day that does not exist', whole.replace('11-02', '11-31'), 'Allowed: a day: `2026-11-02`.'],
    [
      'a time that is none',
      whole.replace('Mon 09:00', 'Mon 9am'),
      'Allowed: a day and a time of the week: `Mon 09:00`.',
    ],
    [
      'a person who is behind themselves',
      whole.replace('[U0BEN00000, U0ANNA0000]', '[U0BEN00000, U0BEN00000]'),
      'would be primary and secondary at once, in turn 2',
    ],
    [
      'nobody in a layer',
      whole.replace('[U0BEN00000, U0ANNA0000]', '[]'),
      'The list has 0 entries. Allowed: at least 1.',
    ],
    ['no layer', 'handOver: Mon 09:00\nfrom: 2026-11-02\nlayers: {}', 'There is no layer.'],
    [
      'a name that is no id',
      whole.replace('[U0BEN00000, U0ANNA0000]', '["@ben"]'),
      'Allowed: a Slack user id',
    ],
    [
      'a misspelled layer',
      `${whole}\nescalation:\n  - { to: primery, within: 15m }`,
      'There is no layer “primery”. Did you mean `primary`?',
    ],
    [
      'people beside a layer',
      `${whole}\nescalation:\n  - { to: primary, people: [U0ANNA0000], within: 15m }`,
      'is a layer, whose people the rotation names',
    ],
    [
      'times that do not rise',
      `${whole}\nescalation:\n  - { to: primary, within: 30m }\n  - { to: secondary, within: 15m }`,
      'not later than the step before',
    ],
    [
      'a layer without a hand-over of its own',
      whole.replace('Mon 09:00', '{ primary: Mon 09:00 }'),
      'The layer `secondary` has no hand-over.',
    ],
    [
      'a hand-over of no layer',
      whole.replace('Mon 09:00', '{ primary: Mon 09:00, secondery: Wed 09:00, secondary: Wed 09:00 }'),
      'There is no layer “secondery”. Did you mean `secondary`?',
    ],
    [
      'one person in two layers, for the days between two hand-overs',
      whole.replace('Mon 09:00', '{ primary: Mon 09:00, secondary: Wed 09:00 }'),
      'would be primary and secondary at once',
    ],
    ['hours that are none', `${whole}\nbusinessHours: always`, 'Allowed: days of a week and times of a day'],
  ])('tells of %s', (_case, onCall, words) => {
    expect(problems(onCall)).toContain(words)
  })
})
