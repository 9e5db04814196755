import { expect, it } from 'vitest'
import { createZone } from '../../src/core/time-zone.js'
import { channelNameFor } from '../../src/incidents/channel-name.js'

const zone = createZone('Australia/Sydney')
const at = Date.UTC(2026, 10, 28, 20, 0)

it.each([
  ['Backend is down', 'inc-20261129-backend-is-down'],
  ['Ä! Überlast (50 %)', 'inc-20261129-a-uberlast-50'],
  [
    'Average memory of backend has been above eighty five percent for ten minutes',
    'inc-20261129-average-memory-of-backend-has-been-above-eighty-five',
  ],
  [`x${'y'.repeat(90)}`, `inc-20261129-x${'y'.repeat(56)}`],
])('%s is %s: no word is cut, unless it is the only one', (title, name) => {
  expect(channelNameFor(title, at, zone)).toBe(name)
})
