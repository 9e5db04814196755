import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unseenFields } from '../../src/aws/unseen-fields.js'

describe('fields that were lost when an answer was read', () => {
  const raw = {
    family: 'backend',
    newField: 'kept for ever',
    containerDefinitions: [
      { name: 'backend', image: 'a', newInside: { deep: 1 }, environment: [{ name: 'A', value: 'x' }] },
      {
        name: 'proxy',
        image: 'b',
        linuxParameters: { capabilities: { add: ['X'], drop: [], newCap: true } },
      },
    ],
    volumes: [{ host: { sourcePath: '/x', newPath: 0 } }],
  }
  const read = {
    family: 'backend',
    containerDefinitions: [
      { name: 'backend', image: 'a', environment: [{ name: 'A', value: 'x' }] },
      { name: 'proxy', image: 'b', linuxParameters: { capabilities: { add: ['X'], drop: [] } } },
    ],
    volumes: [{ host: { sourcePath: '/x' } }],
  }

  it('are named by their place, however deep, and by the name of what they are in', () => {
    expect(unseenFields(raw, read)).toEqual([
      'newField',
      'containerDefinitions.backend.newInside',
      'containerDefinitions.proxy.linuxParameters.capabilities.newCap',
      'volumes.0.host.newPath',
    ])
  })

  it('are none where all was read, and none where nothing was in them', () => {
    expect(unseenFields(read, read)).toEqual([])
    expect(unseenFields({ a: null, b: [], c: {}, d: undefined }, {})).toEqual([])
    expect(unseenFields({ a: false, b: 0, c: '' }, {})).toEqual(['a', 'b', 'c'])
  })

  it('are none of any answer against itself, whatever is in it', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => unseenFields(value, value).length === 0))
  })
})
