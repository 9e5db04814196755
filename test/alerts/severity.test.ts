import { describe, expect, it } from 'vitest'
import { severityOf, severityOfTasks } from '../../src/alerts/severity.js'
import type { AlertPages } from '../../src/core/alert-pages.js'

const pages: AlertPages = {
  tag: 'severity',
  againAfter: 900_000,
  rules: [
    { environments: ['production'], alarms: ['*-costs-*'], severity: 'none' },
    { environments: ['production'], alarms: ['alb-*'], severity: 1 },
    { environments: ['production'], alarms: ['ohmycoins-prod-rds-*'], severity: 3 },
    { environments: ['production'], alarms: [] },
  ],
}
const alarm = (shortName: string, tags: Readonly<Record<string, string>> = {}, environment = 'production') =>
  severityOf({ environment, name: `ohmycoins-prod-${shortName}`, shortName, tags }, pages)

describe('how urgent an alarm is', () => {
  it.each([
    ['by its short name', alarm('alb-5xx-errors'), 1],
    ['by its whole name', alarm('rds-free-storage'), 3],
    ['the first rule that fits counts', alarm('alb-costs-x'), undefined],
    ['by its tag, where the rule leaves it to that', alarm('x', { severity: 'SEV-2' }), 2],
    ['by its tag, whatever the rule says', alarm('alb-x', { severity: 'warning' }), 3],
    ['the tag takes it back', alarm('alb-x', { severity: 'none' }), undefined],
    ['a tag that says nothing is none', alarm('alb-x', { severity: 'constructor' }), 1],
    ['nobody is called where neither says anything', alarm('x'), undefined],
    ['a rule of no calls is not passed by a tag', alarm('a-costs-x', { severity: '1' }), undefined],
    ['a tag alone calls nobody elsewhere', alarm('x', { severity: '1' }, 'staging'), undefined],
  ])('%s', (_what, found, wanted) => expect(found).toBe(wanted))

  it('is none without a configuration', () => {
    expect(
      severityOf(
        { environment: 'production', name: 'a', shortName: 'a', tags: { severity: '1' } },
        undefined,
      ),
    ).toBeUndefined()
  })
})

describe('how urgent it is that tasks stop', () => {
  const rules: AlertPages = {
    ...pages,
    rules: [
      { environments: ['production'], alarms: ['*'], severity: 1 },
      { environments: ['production'], alarms: [], causes: ['out-of-memory', 'image-pull'], severity: 2 },
      { environments: ['production'], alarms: [], causes: ['log-driver'], severity: 'none' },
      { environments: ['production'], alarms: [], severity: 3 },
      { environments: [], alarms: [], causes: ['capacity'], severity: 1 },
    ],
  }
  it.each([
    ['by why they stop', { environment: 'production', cause: 'image-pull' }, 2],
    ['the first rule that fits counts', { environment: 'production', cause: 'log-driver' }, undefined],
    [
      'a rule about everything is about them too',
      { environment: 'production', cause: 'application-exit' },
      3,
    ],
    ['as is what nobody knows the cause of', { environment: 'production' }, 3],
    ['a rule about alarms is not about them', { environment: 'staging', cause: 'out-of-memory' }, undefined],
    ['in every environment', { environment: 'staging', cause: 'capacity' }, 1],
  ] as const)('%s', (_what, tasks, wanted) => expect(severityOfTasks(tasks, rules)).toBe(wanted))

  it('no rule about causes is one about alarms', () => {
    const only: AlertPages = {
      ...pages,
      rules: [{ environments: [], alarms: [], causes: ['capacity'], severity: 1 }],
    }
    const rated = { environment: 'production', name: 'a', shortName: 'a', tags: { severity: '1' } }
    expect(severityOf(rated, only)).toBeUndefined()
  })
})
