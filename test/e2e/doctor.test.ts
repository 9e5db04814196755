import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sandboxConfig, startWorld, type World } from '../../sandbox/world.js'
import { findRedisServer } from '../../src/redis/embedded.js'
import { scopes as all } from '../../src/slack/scopes.js'
import { build } from './production-process.js'

const hasRedis = findRedisServer(process.env['PATH'] ?? '') !== undefined

interface Visit {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

describe('ohmy doctor', () => {
  let built: Awaited<ReturnType<typeof build>>
  let world: World
  beforeAll(async () => {
    ;[built, world] = await Promise.all([
      build(),
      startWorld({ path: process.env['PATH'] ?? '', transport: 'socket' }),
    ])
  })
  afterAll(async () => {
    await world.stop()
    built.remove()
  })

  /** The built terminal with nothing in its environment but this. */
  function visit(
    besides: Readonly<Record<string, string>> = {},
    words: readonly string[] = [],
  ): Promise<Visit> {
    const env = { HOME: tmpdir(), ...world.environment, LOG_LEVEL: 'silent', ...besides }
    const terminal = join(dirname(built.main), 'terminal.js')
    const child = spawn(process.execPath, [terminal, 'doctor', ...words], { env })
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    return new Promise((done) => child.once('close', (code) => done({ code, stdout, stderr })))
  }

  /** The sandbox's configuration with something else in it. */
  function configured(name: string, change: (yaml: string) => string): Readonly<Record<string, string>> {
    const path = join(dirname(built.main), name)
    writeFileSync(path, change(readFileSync(sandboxConfig, 'utf8')))
    return { OHMY_CONFIG: path }
  }

  it('finds nothing to mend where all is well, and writes nothing anywhere', async () => {
    const before = world.workspace.messages('devops').length
    const { code, stdout, stderr } = await visit()
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^ohmy can work: .*OK\.\n/)
    expect(stdout).not.toMatch(/^ {2}NG/m)
    for (const line of [
      /OK {4}Bot token: \S+ in https?:/,
      /OK {4}Scopes: all \d+/,
      /OK {4}Events: by Socket Mode/,
      /OK {4}#devops, for operations: the bot is in it/,
      /OK {4}A message \(help\): Slack takes its \d+ blocks/,
      /OK {4}Writes: it takes them/,
      /OK {4}Speed: [\d.]+ ms a round trip/,
      /OK {4}Clock: agrees/,
      /AWS, staging\n {2}\w+ +Identity: /,
      /OK {4}Cluster: it has .*backend/,
      /OK {4}Permissions: .* may do all \d+/,
    ])
      expect(stdout).toMatch(line)
    expect(world.workspace.messages('devops')).toHaveLength(before)
    expect(world.workspace.connections()).toBe(0)
    expect(code).toBe(0)
  })

  it('gives data for scripts', async () => {
    const { code, stdout } = await visit({}, ['--json'])
    const { well, findings } = JSON.parse(stdout) as {
      well: boolean
      findings: readonly { group: string; what: string; result: string }[]
    }
    expect({ code, well }).toEqual({ code: 0, well: true })
    expect(findings).toContainEqual(
      expect.objectContaining({ group: 'Slack', what: 'Bot token', result: 'ok' }),
    )
  })

  it('says which token is refused, asks Slack nothing else with it, and does not repeat it', async () => {
    const wrong = 'xoxb-1234567890-not-the-one-that-was-copied'
    const { code, stdout } = await visit({ SLACK_BOT_TOKEN: wrong })
    expect(code).toBe(1)
    expect(stdout).toMatch(/^ohmy cannot work like this: 1 thing to mend/)
    expect(stdout).toMatch(/NG {4}Bot token: Slack refuses the bot token \(invalid_auth\)/)
    expect(stdout).toMatch(/SKIP {2}Scopes, channels, messages: not asked/)
    expect(stdout).not.toContain(wrong)
  })

  it('says which app-level token is refused', async () => {
    const { code, stdout } = await visit({ SLACK_APP_TOKEN: 'xapp-1-A0000000000-1-wrong' })
    expect(code).toBe(1)
    expect(stdout).toMatch(/NG {4}Events: Slack refuses the app token[\s\S]*→ .*connections:write/)
  })

  it('names the channel that is not there', async () => {
    const { code, stdout } = await visit(
      configured('elsewhere.yaml', (yaml) => yaml.replace('audit: ohmy-audit', 'audit: no-such-channel')),
    )
    expect(stdout).toMatch(
      /WARN {2}#no-such-channel, for audit: there is no public.*\n *→ Create #no-such-channel/,
    )
    expect(code).toBe(0)
  })

  it('tells every problem of a configuration that cannot be read, and asks nobody', async () => {
    world.account.calls.reset()
    const { code, stdout } = await visit(
      configured('broken.yaml', (yaml) => yaml.replace('environments:', 'enviroments:')),
    )
    expect(code).toBe(1)
    expect(stdout).toMatch(/NG {4}Problem: .*enviroments/)
    expect(stdout).toContain('SKIP  All of it: not asked before the configuration can be read')
    expect(world.account.calls.count()).toBe(0)
  })

  it('tells of a store that is away, and looks at the rest all the same', async () => {
    const { code, stdout } = await visit({ REDIS_URL: 'redis://127.0.0.1:1' })
    expect(code).toBe(1)
    expect(stdout).toMatch(/NG {4}Connection: .*\n *→ .*REDIS_URL/)
    expect(stdout).toMatch(/OK {4}Bot token/)
    expect(stdout).toMatch(/OK {4}Cluster: it has .*backend/)
  })

  it.skipIf(!hasRedis).each([
    [
      'a read-only replica',
      ['REPLICAOF', '127.0.0.1', '1'],
      /NG {4}Writes: it is a read-only replica.*\n *→ Let REDIS_URL/,
    ],
    [
      'full',
      ['CONFIG', 'SET', 'maxmemory', '1'],
      /NG {4}Writes: it is full.*\n *→ Give the store more memory/,
    ],
    [
      'closed to its user',
      ['ACL', 'SETUSER', 'default', 'resetkeys', '~other*'],
      /NG {4}\w+: it does not permit its user.*\n *→ .*ACL SETUSER/,
    ],
  ] as const)(
    'tells of a store that answers and is %s, and what to do about that',
    async (_, words, told) => {
      const admin = new Redis(world.store.url)
      await admin.acl('SETUSER', 'root', 'on', '>root', '~*', '&*', '+@all')
      await admin.auth('root', 'root')
      try {
        const [command, ...rest] = words
        await admin.call(command, ...rest)
        const { code, stdout } = await visit()
        expect(stdout).toMatch(told)
        expect(code).toBe(1)
      } finally {
        await admin.replicaof('NO', 'ONE')
        await admin.config('SET', 'maxmemory', 0)
        await admin.acl('SETUSER', 'default', 'reset', 'on', 'nopass', '~*', '&*', '+@all')
        admin.disconnect()
      }
    },
  )

  it('tells of AWS that does not answer, environment by environment', async () => {
    const { code, stdout } = await visit({ AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_MAX_ATTEMPTS: '1' })
    expect(code).toBe(1)
    expect(stdout).toMatch(/AWS, staging\n[\s\S]*NG {4}Cluster: .*\n *→ Look at cluster/)
    expect(stdout).toMatch(/SKIP {2}Permissions/)
  })

  it('takes no other words', async () => {
    const { code, stderr } = await visit({}, ['--fix'])
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('takes --json') })
  })
})

describe('ohmy doctor, of an app that lacks scopes', () => {
  it('says what does not work without them', async () => {
    const scopes = Object.keys(all).filter((name) => name !== 'chat:write' && name !== 'groups:history')
    const world = await startWorld({ path: process.env['PATH'] ?? '', workspace: { scopes } })
    const built = await build()
    try {
      const env = { HOME: tmpdir(), ...world.environment, LOG_LEVEL: 'silent' }
      const child = spawn(process.execPath, [join(dirname(built.main), 'terminal.js'), 'doctor'], { env })
      let stdout = ''
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
      const code = await new Promise((done) => child.once('close', done))
      expect(stdout).toMatch(/NG {4}Scopes: missing: chat:write \(nobody is answered\)\n *→ .*reinstall/)
      expect(stdout).toMatch(/SKIP {2}Events: by HTTP/)
      expect(code).toBe(1)
    } finally {
      await world.stop()
      built.remove()
    }
  })
})
