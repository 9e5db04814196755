import { describe, expect, it } from 'vitest'
import { HookRefusal } from '../../src/hooks/refusal.js'
import { checkSignature, signHook } from '../../src/hooks/signature.js'

const secret = 'a-secret-of-at-least-thirty-two-letters'
const now = 1_790_000_000_000
const seconds = now / 1_000

function check(
  headers: Record<string, string | undefined>,
  content: Buffer | string = 'body',
  secrets: readonly string[] = [secret],
): string {
  try {
    return checkSignature({ headers }, content, secrets, now) === headers['x-ohmy-signature']
      ? 'genuine'
      : 'other'
  } catch (error) {
    if (error instanceof HookRefusal) return `${error.status} ${error.code}`
    throw error
  }
}

const signed = (at: number | string, content = 'body', by = secret) => ({
  'x-ohmy-timestamp': String(at),
  'x-ohmy-signature': signHook(by, String(at), content),
})

describe('the signature of CI', () => {
  it('is HMAC-SHA256 over the timestamp, a dot and the body', () => {
    expect(signHook('key', '1790000000', 'body')).toMatch(/^v1=[0-9a-f]{64}$/)
    expect(check(signed(seconds))).toBe('genuine')
    expect(check(signed(seconds), Buffer.from('body'))).toBe('genuine')
  })

  it.each([
    ['as old as is allowed', -300, 'genuine'],
    ['too old', -301, '401 stale'],
    ['as far ahead as is allowed', 300, 'genuine'],
    ['too far ahead', 301, '401 stale'],
  ])('%s', (_, by, outcome) => {
    expect(check(signed(seconds + by))).toBe(outcome)
  })

  it.each([
    ['another body', signed(seconds, 'other')],
    ['another secret', signed(seconds, 'body', `${secret}x`)],
    ['another time', { ...signed(seconds), 'x-ohmy-timestamp': String(seconds + 1) }],
    ['no version', { ...signed(seconds), 'x-ohmy-signature': signed(seconds)['x-ohmy-signature'].slice(3) }],
    ['something short', { ...signed(seconds), 'x-ohmy-signature': 'v1=' }],
  ])('is refused for %s', (_, headers) => {
    expect(check(headers)).toBe('401 signature-wrong')
  })

  it.each([
    ['no timestamp', { ...signed(seconds), 'x-ohmy-timestamp': undefined }],
    ['no signature', { ...signed(seconds), 'x-ohmy-signature': undefined }],
    ['a timestamp that is none', signed('1e9')],
    ['an endless timestamp', signed('9'.repeat(400))],
  ])('is refused with %s', (_, headers) => {
    expect(check(headers)).toBe('401 unsigned')
  })

  it('is taken with any of several secrets, while one replaces the other', () => {
    expect(check(signed(seconds), 'body', ['the-new-one', secret])).toBe('genuine')
    expect(check(signed(seconds), 'body', [])).toBe('401 signature-wrong')
  })
})
