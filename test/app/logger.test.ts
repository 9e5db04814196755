import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createLogger } from '../../src/app/logger.js'
import { ownSecrets } from '../../src/config/own-secrets.js'
import { createKnownMask } from '../../src/core/mask-known.js'

const secret = 'hun/ter 2&Rain'

function logged(entry: object, message = 'It failed', secrets: readonly string[] = []): string {
  const lines: string[] = []
  const destination = { write: (line: string) => void lines.push(line) }
  createLogger({ level: 'trace', secrets, destination }).warn(entry, message)
  expect(lines).toHaveLength(1)
  expect(() => JSON.parse(lines[0] ?? '')).not.toThrow()
  return lines[0] ?? ''
}

const failures: Readonly<Record<string, Error>> = {
  'ioredis, with the arguments of the command': Object.assign(new Error('WRONGPASS invalid pair'), {
    name: 'ReplyError',
    command: { name: 'auth', args: [secret] },
  }),
  'the AWS SDK, with the raw answer': Object.assign(new Error('Unexpected token'), {
    $metadata: { httpStatusCode: 200, requestId: 'r-1', attempts: 2 },
    $response: { headers: { 'x-amz': secret }, body: secret },
    Credentials: { SecretAccessKey: secret },
  }),
  'Slack, with headers and body': Object.assign(new Error('An API error occurred: invalid_auth'), {
    code: 'slack_webapi_platform_error',
    data: { ok: false, error: 'invalid_auth', headers: { authorization: secret }, body: secret },
  }),
  'a client, with its configuration': Object.assign(new Error('timeout'), {
    config: { headers: { Authorization: secret }, auth: { password: secret } },
    request: { _header: secret },
  }),
  'a cause in a cause': new Error('outer', {
    cause: new AggregateError([Object.assign(new Error('inner'), { args: [secret] })], 'several'),
  }),
}

describe('an error in the log', () => {
  it.each(Object.entries(failures))('has no argument, answer or configuration: %s', (_, error) => {
    const line = logged({ err: error, failure: error, deep: { inside: [error] } })
    expect(line).not.toContain(secret)
    expect(line).not.toContain(JSON.stringify(secret).slice(1, -1))
    expect(line).toContain(error.message)
    expect(line).toContain('logger.test')
  })

  it('tells what helps: types, codes, the command, the request, what Slack said, causes', () => {
    const all = Object.values(failures).map((error) => logged({ err: error }))
    expect(JSON.parse(all[0] ?? '')).toMatchObject({ err: { type: 'ReplyError', command: 'auth' } })
    expect(JSON.parse(all[1] ?? '')).toMatchObject({
      err: { requestId: 'r-1', httpStatusCode: 200, attempts: 2 },
    })
    expect(JSON.parse(all[2] ?? '')).toMatchObject({ err: { slackError: 'invalid_auth' } })
    expect(JSON.parse(all[4] ?? '')).toMatchObject({
      err: { cause: { type: 'AggregateError', errors: [{ message: 'inner' }] } },
    })
  })

  it('has its message masked, in the stack too', () => {
    const line = logged({
      err: new Error('connect to redis://:hunter2Rain@cache:6379 failed, DB_PASS=hunter2Rain'),
    })
    expect(line).not.toContain('hunter2Rain')
    expect(line).toContain('cache:6379')
  })

  it('never throws, whatever is logged', () => {
    const circle: Record<string, unknown> = { name: 'circle' }
    circle['self'] = circle
    const error = Object.assign(new Error('x'), { cause: circle })
    Object.defineProperty(error, 'code', {
      get() {
        throw new Error('no')
      },
    })
    class Client {
      readonly password = secret
    }
    expect(logged({ circle, err: error, client: new Client(), nothing: undefined })).not.toContain(secret)
    expect(logged({ err: 'not an error', big: 12n, at: new Date(0) })).toContain('1970')
    expect(logged({ err: null })).toContain('"err":null')
  })
})

it('what a process was given is masked in whatever form it comes', () => {
  const given = ownSecrets({
    REDIS_URL: 'redis://:pa%2Fss%20wo%26rd@cache:6379',
    OTHER_URL: 'redis://:of%2Dmany@a:6379,b:6379',
    SLACK_SIGNING_SECRET: '0123456789abcdef0123',
    OHMY_HOOK_SECRET: 'first-hook-secret, second-hook-secret',
    AWS_SECRET_ACCESS_KEY: 'plain-letters-here',
    PATH: '/usr/bin',
    OHMY_CONFIG: 'redis://cache:6379',
  })
  const secrets = [
    'pa/ss wo&rd',
    'of-many',
    '0123456789abcdef0123',
    'second-hook-secret',
    'plain-letters-here',
  ]
  expect(given).toEqual(expect.arrayContaining(secrets))
  expect(given).not.toContain('/usr/bin')
  const hide = createKnownMask(given)
  for (const one of secrets) {
    const base64 = Buffer.from(one).toString('base64')
    const forms = [one, encodeURIComponent(one), encodeURIComponent(encodeURIComponent(one)), base64]
    for (const form of [...forms, JSON.stringify(one).slice(1, -1)]) {
      expect(hide(`before ${form} after`)).toBe('before ••• after')
    }
    const line = logged({ told: `x${one}x`, url: `/?a=${encodeURIComponent(one)}` }, `said ${one}`, given)
    expect(line).not.toContain(one)
    expect(line).not.toContain(encodeURIComponent(one))
  }
  expect(createKnownMask([])('anything')).toBe('anything')
})

it('there is one logger, so that no line passes it by', () => {
  const root = resolve(import.meta.dirname, '../../src')
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  )
  const makers = files.filter((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    return /\bpino\((?!\{ level: 'silent' \})/.test(text) || /\bconsole\.\w+\(/.test(text)
  })
  expect(makers.filter((file) => !file.startsWith('sandbox'))).toEqual([join('app', 'logger.ts')])
})
