import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskSecrets } from '../../src/core/mask.js'

// Put together here, so that no file holds what looks like a real one.
const accessKey = `AK${'IA'}IOSFODNN7EXAMPLE`
const secretKey = ['wJalrXUtnFEMI', 'K7MDENG', 'bPxRfiCYEXAMPLEKEY'].join('/')
const jwt = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiJyaXRhIn0', 'c2lnbmF0dXJlLWhlcmU'].join('.')
const slack = ['xo', 'xb-sandbox-bot-token'].join('')

describe('masking secrets', () => {
  it.each([
    ['an access key of AWS', `deploy with ${accessKey} please`, 'deploy with ••• please'],
    ['a secret key of AWS', `it is ${secretKey}.`, 'it is •••.'],
    ['a bot token of Slack', `token ${slack} leaked`, 'token ••• leaked'],
    ['an app token of Slack', `xapp-1-${'A0000'}-12-abc`, '•••'],
    ['a webhook of Slack', 'to https://hooks.slack.com/services/T0/B0/abc', 'to https://hooks.slack.com/•••'],
    ['a bearer token', 'Authorization: Bearer abc123def456', 'Authorization: Bearer •••'],
    ['a JWT', `with ${jwt} inside`, 'with ••• inside'],
    ['a password by name', 'password=hunter2 next', 'password=••• next'],
    ['a quoted password with blanks', 'PASSWORD="hunter2 is mine" next', 'PASSWORD=••• next'],
    ['a password in JSON', '{"password": "hunter2", "user": "rita"}', '{"password": •••, "user": "rita"}'],
    ['a longer name', 'DB_PASSWORD=hunter2;x-api-key: abc', 'DB_PASSWORD=•••;x-api-key: •••'],
    ['an option', 'run --db-password hunter2 --count 3', 'run --db-password ••• --count 3'],
    ['a secret of AWS by name', 'aws_secret_access_key = abc/def', 'aws_secret_access_key = •••'],
    ['a password in a URL', 'postgres://app:hunter2@db:5432/x', 'postgres://app:•••@db:5432/x'],
    ['a password with an @', 'redis://:hun@ter2@cache:6379', 'redis://:•••@cache:6379'],
    ['a token of GitHub', `ghp_${'a1'.repeat(18)}`, '•••'],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY----- end', '••• end'],
    ['a private key cut off', 'x -----BEGIN PRIVATE KEY-----\nabc', 'x •••'],
  ])('masks %s', (_, text, expected) => {
    expect(maskSecrets(text)).toBe(expected)
  })

  it.each([
    'scale backend +1 production --reason "sale starts"',
    'deploy backend sprint-12-3f4021a staging',
    'deploy backend 3f4021ab3f4021ab3f4021ab3f4021ab3f4021ab staging',
    'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'arn:aws:ecs:ap-southeast-2:123456789012:service/ohmycoins-staging-cluster/ohmycoins-staging-backend',
    'https://github.com/ohmycoins/app/compare/3f4021a...9a1b2c3?w=1',
    'rollback backend staging: the bearer of bad news; basic things broke',
    'redis://cache:6379/0 and https://example.com:8080/a@b',
    'asked by Rita at 12:30: tokens of appreciation',
    'history op-7k2m9qa --since 7d',
  ])('leaves alone what is none: %s', (text) => {
    expect(maskSecrets(text)).toBe(text)
  })

  it('masks wherever it stands, and what is masked stays so', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{0,9}$/), { maxLength: 6 })
    fc.assert(
      fc.property(words, words, (before, after) => {
        const text = [...before, `password=${accessKey}x9`, accessKey, ...after].join(' ')
        const once = maskSecrets(text)
        expect(once).not.toContain('EXAMPLE')
        expect(maskSecrets(once)).toBe(once)
      }),
    )
  })

  it('takes no longer for text made to be slow', () => {
    const slow = [
      'a.',
      'a-',
      'token_',
      'eyJaaaaa-',
      'a://a:',
      '"',
      'bearer a',
      'password="\\',
      '-----BEGIN PRIVATE KEY-----',
    ]
    const begun = performance.now()
    for (const part of slow) maskSecrets(part.repeat(Math.ceil(8_000 / part.length)))
    expect(performance.now() - begun).toBeLessThan(1_000)
  })
})
