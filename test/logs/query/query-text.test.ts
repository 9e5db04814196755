import { describe, expect, it } from 'vitest'
import { builtInQueries } from '../../../src/config/built-in-queries.js'
import { parseConfig } from '../../../src/config/load.js'
import { missingParameters } from '../../../src/config/logs-schema.js'
import { fillIn, findSavedQuery, readParameters, typedQuery } from '../../../src/logs/query/query-text.js'

const errors = builtInQueries['errors'] ?? {
  summary: '',
  query: '',
  reads: 'service' as const,
  parameters: {},
}

describe('a saved query', () => {
  it('is found by its name, and another one is suggested', () => {
    expect(findSavedQuery('Errors', builtInQueries)).toBe(errors)
    expect(() => findSavedQuery('respons-times', builtInQueries)).toThrow('Did you mean response-times?')
  })

  it('takes numbers and short words where it has a place for them', () => {
    expect(fillIn('errors', errors, { limit: 20 })).toContain('limit 20')
    expect(fillIn('errors', errors, readParameters('limit:7'))).toContain('limit 7')
    expect(fillIn('errors', errors, readParameters('limit=7'))).toContain('limit 7')
    expect(fillIn('errors', errors, {})).toContain('limit 100')
  })

  it.each(['1|stats count(*)', '1 | filter x', '"', '/x/', '', '1\n2', '{{limit}}', '-1', 'abc', '1e9'])(
    'takes nothing that could be a piece of a query: %s',
    (value) => {
      expect(() => fillIn('errors', errors, { limit: value })).toThrow(/limit/)
    },
  )

  it('says which parameters there are', () => {
    expect(() => fillIn('errors', errors, { minutes: '5' })).toThrow('It takes --set limit:…')
  })

  it('has a default for each of its places', () => {
    for (const { query, parameters } of Object.values(builtInQueries)) {
      expect(missingParameters(query, parameters)).toEqual([])
    }
  })
})

describe('a query in ohmy.yaml', () => {
  const yaml = (query: string) => `environments:
  staging: { region: ap-southeast-2, cluster: ohmycoins-staging-cluster }
roles: { everyone: viewer }
logs:
  queries:
    errors: { summary: Ours, query: "${query}", parameters: { word: ERROR } }
`
  it('takes the place of a built-in one, and leaves the others', () => {
    const { logs } = parseConfig(yaml('filter @message like /{{word}}/'), 'ohmy.yaml')
    expect(logs.queries['errors']?.summary).toBe('Ours')
    expect(logs.queries['database']).toBeDefined()
    expect(logs.queries['constructor']).toBeUndefined()
  })

  it('is refused where a place has no default', () => {
    expect(() => parseConfig(yaml('limit {{limit}}'), 'ohmy.yaml')).toThrow('parameters')
  })
})

describe('a typed query', () => {
  it.each([
    'SOURCE logGroups() | fields @message',
    '  source "x"',
    '# c\nSOURCE x',
    'fields a | Source b',
    '(source x)',
  ])('names no log groups of its own: %s', (query) => {
    expect(() => typedQuery(query)).toThrow('SOURCE')
  })

  it('may talk of sources all the same', () => {
    expect(typedQuery('filter source = "x" | stats count(*) by source')).toContain('by source')
  })

  it('is something', () => {
    expect(() => typedQuery(' # nothing ')).toThrow('no query')
  })
})
