import { expect, it } from 'vitest'
import { parseConfig } from '../../src/config/load.js'

const role = (account: string, name: string) => `assumeRole: { arn: "arn:aws:iam::${account}:role/${name}" }`
const account = '123456789012'

/** What the first of two environments knows of the second, which are called alike where AWS has them. */
function neighboursWhere(first: string, second: string): readonly string[] {
  const environment = (prefix: string, more: string) =>
    `{ region: eu-west-1, cluster: main, servicePrefix: ${prefix}${more === '' ? '' : `, ${more}`} }`
  const text = `environments:\n  shop: ${environment('shop-', first)}\n  eu: ${environment('shop-eu-', second)}\nroles:\n  everyone: viewer\n`
  return parseConfig(text, 'ohmy.yaml').environments[0]?.neighbours?.prefixes ?? []
}

it.each([
  ['neither names an account', '', '', true],
  ['each has a role of its own in one account', role(account, 'shop'), role(account, 'eu'), true],
  [
    'one account is written, and stands in the role of the other',
    `account: "${account}"`,
    role(account, 'eu'),
    true,
  ],
  ['their roles are of two accounts', role(account, 'shop'), role('210987654321', 'shop'), false],
  ['one is where ohmy is, the other behind a role', '', role(account, 'eu'), false],
])('environments share a cluster: %s', (_, first, second, expected) => {
  expect(neighboursWhere(first, second)).toEqual(expected ? ['shop-eu-'] : [])
})
