import { delimiter } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSettings } from '../../src/config/settings.js'
import { RawSettings } from '../../src/config/settings-schema.js'
import { credentials } from '../../sandbox/people.js'
import { failureOf } from './failure.js'

const least = {
  SLACK_BOT_TOKEN: credentials.botToken,
  SLACK_APP_TOKEN: credentials.appToken,
  REDIS_URL: 'redis://localhost:6379',
}

function messageOf(env: NodeJS.ProcessEnv): string {
  const error = failureOf(() => readSettings(env))
  expect(error.code).toBe('settings-invalid')
  return error.message
}

describe('the process environment', () => {
  it('needs little', () => {
    expect(readSettings(least)).toEqual({
      slack: {
        botToken: credentials.botToken,
        transport: { kind: 'socket', appToken: credentials.appToken },
      },
      redisUrl: 'redis://localhost:6379',
      hookSecrets: [],
      pagerDutySecrets: [],
      configPath: './ohmy.yaml',
      runbookFolders: ['./runbooks'],
      port: 3000,
      roles: ['app', 'worker'],
      logLevel: 'info',
      programs: { path: '', network: {}, passable: {} },
    })
  })

  it('says everything', () => {
    const env = {
      SLACK_BOT_TOKEN: ' xoxb-1-2-3\n',
      SLACK_APP_TOKEN: '',
      SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
      SLACK_API_URL: 'http://127.0.0.1:4000/api/',
      REDIS_URL: 'rediss://:password@redis.internal:6380/2',
      OHMY_CONFIG: '/etc/ohmy.yaml',
      OHMY_RUNBOOKS: ['/etc/runbooks', ' guides', '', 'guides'].join(delimiter),
      PORT: '0',
      HOST: '127.0.0.1',
      OHMY_ROLES: 'worker, APP,worker',
      LOG_LEVEL: 'DEBUG',
      OHMY_HOOK_SECRET: `${'a'.repeat(32)}, ${'b'.repeat(64)}`,
      PAGERDUTY_WEBHOOK_SECRET: `${'c'.repeat(40)},`,
      AWS_REGION: 'anything',
    }
    expect(readSettings(env)).toEqual({
      slack: {
        botToken: 'xoxb-1-2-3',
        apiUrl: 'http://127.0.0.1:4000/api/',
        transport: { kind: 'http', signingSecret: '0123456789abcdef0123456789abcdef' },
      },
      redisUrl: 'rediss://:password@redis.internal:6380/2',
      hookSecrets: ['a'.repeat(32), 'b'.repeat(64)],
      pagerDutySecrets: ['c'.repeat(40)],
      configPath: '/etc/ohmy.yaml',
      runbookFolders: ['/etc/runbooks', 'guides'],
      port: 0,
      host: '127.0.0.1',
      roles: ['app', 'worker'],
      logLevel: 'debug',
      programs: { path: '', network: {}, passable: { AWS_REGION: 'anything' } },
    })
  })

  it('refuses a secret for CI that is easily guessed, and repeats none', () => {
    const message = messageOf({ ...least, OHMY_HOOK_SECRET: `${'a'.repeat(32)},hunter2` })
    expect(message).toContain('OHMY_HOOK_SECRET is too short')
    expect(message).not.toContain('hunter2')
  })

  it('with both ways to Slack means Socket Mode', () => {
    const { slack } = readSettings({ ...least, SLACK_SIGNING_SECRET: credentials.signingSecret })
    expect(slack.transport.kind).toBe('socket')
  })

  it('of a worker alone needs the bot token, and no way for events to come in', () => {
    const { SLACK_APP_TOKEN: _, ...worker } = { ...least, OHMY_ROLES: 'worker' }
    expect(readSettings(worker).slack.transport).toEqual({ kind: 'none' })
    expect(messageOf({ ...worker, SLACK_BOT_TOKEN: undefined })).toContain('SLACK_BOT_TOKEN is missing.')
    expect(messageOf({ ...worker, OHMY_ROLES: 'app' })).toContain(
      'SLACK_APP_TOKEN or SLACK_SIGNING_SECRET is missing.',
    )
  })

  it('takes a unix socket as the store', () => {
    expect(readSettings({ ...least, REDIS_URL: '/run/redis.sock' }).redisUrl).toBe('/run/redis.sock')
  })

  it('that is empty tells everything that is missing and where to get it', () => {
    const message = messageOf({})
    for (const words of [
      '3 problems',
      'SLACK_BOT_TOKEN is missing. Copy it from api.slack.com/apps',
      'REDIS_URL is missing.',
      'npm run sandbox',
      'SLACK_APP_TOKEN or SLACK_SIGNING_SECRET is missing.',
      'docs/configuration.md',
    ]) {
      expect(message).toContain(words)
    }
  })

  it.each([
    [{ SLACK_BOT_TOKEN: 'xapp-swapped' }, 'SLACK_BOT_TOKEN is not a bot token (xoxb-…).'],
    [{ SLACK_BOT_TOKEN: 'xoxb-…' }, 'SLACK_BOT_TOKEN is not a bot token (xoxb-…).'],
    [{ SLACK_APP_TOKEN: 'xoxb-swapped' }, 'SLACK_APP_TOKEN is not an app-level token (xapp-…).'],
    [
      { SLACK_SIGNING_SECRET: 'xapp-swapped-swapped-swapped' },
      'SLACK_SIGNING_SECRET is not a signing secret.',
    ],
    [{ SLACK_API_URL: 'slack.com/api' }, 'SLACK_API_URL is not an http(s) address.'],
    [{ SLACK_API_URL: 'ftp://slack.com' }, 'SLACK_API_URL is not an http(s) address.'],
    [{ REDIS_URL: 'http://redis:6379' }, 'REDIS_URL is not redis://<host>:<port>'],
    [{ REDIS_URL: 'redis://' }, 'REDIS_URL is not redis://<host>:<port>'],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example.com/otlp?api-key=1' },
      'OTEL_EXPORTER_OTLP_ENDPOINT has something behind a `?` or a `#`.',
    ],
    [
      { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc%0A' },
      'OTEL_EXPORTER_OTLP_HEADERS has a value that no header can carry',
    ],
    [
      { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20“abc”' },
      'OTEL_EXPORTER_OTLP_HEADERS has a value that no header can carry',
    ],
    [{ PORT: '65536' }, 'PORT is not a port.'],
    [{ PORT: '80a' }, 'PORT is not a port.'],
    [
      { OHMY_ROLES: 'app,wroker' },
      'OHMY_ROLES does not know “wroker”. Did you mean `worker`? Allowed: app, worker.',
    ],
    [{ OHMY_ROLES: ',' }, 'OHMY_ROLES names no role. Allowed: app, worker.'],
    [{ LOG_LEVEL: 'warning' }, 'LOG_LEVEL does not know “warning”. Did you mean `warn`?'],
  ])('%o is refused', (wrong, expected) => {
    const message = messageOf({ ...least, ...wrong })
    expect(message).toContain('one problem')
    expect(message).toContain(expected)
  })

  it('never shows a secret, whichever variable it was put into', () => {
    const secrets = [
      'xoxb-12345-secret',
      'xapp-1-A1-secret',
      '8f742231b10e8888abcd99yyyzzz85a5',
      'redis://user:hunter22@host:1',
    ]
    const names = fc.constantFrom(...Object.keys(RawSettings.shape))
    fc.assert(
      fc.property(fc.dictionary(names, fc.constantFrom(...secrets, 'x')), (env) => {
        try {
          readSettings(env)
        } catch {
          const message = messageOf(env)
          for (const secret of secrets) expect(message).not.toContain(secret)
          expect(message).not.toContain('hunter22')
        }
      }),
    )
  })
})
