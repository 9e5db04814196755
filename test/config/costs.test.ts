import { describe, expect, it } from 'vitest'
import { parseConfig } from '../../src/config/load.js'

/** Two environments; `inFirst` and `atEnd` are added. */
const written = (inFirst: string, atEnd: string) => `environments:
  staging:
    region: eu-west-1
    cluster: test
${inFirst}  production:
    region: eu-west-1
    cluster: live
roles:
  everyone: viewer
${atEnd}`

function problemsOf(inFirst: string, atEnd: string): string {
  try {
    parseConfig(written(inFirst, atEnd), 'ohmy.yaml')
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

describe('what is expected of the bill', () => {
  it('is read with the tag value that is the environment’s name, in the account of the first environment', () => {
    const config = parseConfig(
      written('    costs: { budget: 135, estimates: { rds: 15, logs: 5.5 } }\n', ''),
      'ohmy.yaml',
    )
    expect(config.environments.map(({ costs }) => costs)).toEqual([
      { tagValue: 'staging', budget: 135, estimates: { rds: 15, logs: 5.5 } },
      { tagValue: 'production', estimates: {} },
    ])
    expect(config.costs).toEqual({
      tag: 'Environment',
      readIn: 'staging',
      askAgainAfter: 28_800_000,
      requestsPerDay: 9,
    })
  })

  it.each([
    ['another environment to ask in that does not exist', '', 'costs: { readIn: prod }\n', 'prod'],
    ['one tag value for two environments', '    costs: { tagValue: production }\n', '', 'the same tag value'],
    ['asking every minute', '', 'costs: { askAgainAfter: 1m }\n', '1h'],
    ['no requests at all', '', 'costs: { requestsPerDay: 0 }\n', 'requestsPerDay'],
    ['a line that does not exist', '    costs: { estimates: { natGatway: 35 } }\n', '', 'natGateway'],
    ['a negative price', '', 'prices: { albHour: -1 }\n', 'albHour'],
    [
      'a tag with a $, at which Cost Explorer joins key and value',
      '',
      'costs: { tag: A$B }\n',
      'cost allocation tag',
    ],
  ])('refuses %s', (_, inFirst, atEnd, words) => {
    expect(problemsOf(inFirst, atEnd)).toContain(words)
  })
})
