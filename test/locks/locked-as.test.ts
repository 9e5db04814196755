import { expect, it } from 'vitest'
import type { LockScope } from '../../src/core/lock.js'
import { lockedAs } from '../../src/locks/scope.js'

const scope = (service: string, name = service, environment = 'staging'): LockScope => ({
  kind: 'service',
  service: { environment, name, service, cluster: 'main' },
})
const prefixed = scope('shop-api', 'api')

it.each([
  ['as it was typed', [prefixed], prefixed],
  ['without the prefix that its line gives it', [scope('api')], scope('api')],
  ['spelled otherwise', [scope('Api')], scope('Api')],
  ['both: as the prefix has it', [scope('api'), prefixed], prefixed],
  ['in another environment alone', [scope('api', 'api', 'live')], prefixed],
  ['an environment', [{ kind: 'environment', environment: 'staging' } as const], prefixed],
  ['nothing', [], prefixed],
])('what is locked: %s', (_, locked, expected) => {
  expect(
    lockedAs(
      prefixed,
      locked.map((one) => ({ scope: one })),
    ),
  ).toEqual(expected)
})
