import { expect, it } from 'vitest'
import { isOwnService } from '../../src/core/own-service.js'
import { environmentNamed } from '../dispatch/fixtures.js'

const discovering = (servicePrefix: string, prefixes: readonly string[], services: readonly string[] = []) =>
  environmentNamed('shop', { serviceNames: [], servicePrefix, neighbours: { prefixes, services } })

it.each([
  ['alone in its cluster', environmentNamed('shop', { serviceNames: [] }), 'anything', true],
  ['with its prefix', discovering('shop-', ['other-']), 'shop-api', true],
  ['without it', discovering('shop-', ['other-']), 'api', false],
  ['with a longer one of another', discovering('shop-', ['shop-eu-']), 'shop-eu-api', false],
  ['with a shorter one of another', discovering('shop-eu-', ['shop-']), 'shop-eu-api', true],
  ['written down elsewhere', discovering('shop-', [], ['shop-api']), 'shop-api', false],
  ['beginning like one that is', discovering('shop-', [], ['shop-api']), 'shop-api-worker', true],
])('a service that is %s', (_, environment, service, expected) => {
  expect(isOwnService(environment, service)).toBe(expected)
})
