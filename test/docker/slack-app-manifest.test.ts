import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { generated } from '../../docker/generate/generated.js'
import { commands } from '../../commands/index.js'
import { events, features, methods, type ScopeName, scopes } from '../../src/slack/scopes.js'
import { methods as simulated } from '../../sandbox/workspace/api/methods.js'
import { readDocument, readText } from './files.js'

/** What of Slack's limits touches ours: https://docs.slack.dev/reference/app-manifest */
const Manifest = z.strictObject({
  display_information: z.strictObject({
    name: z.string().max(35),
    description: z.string().max(140),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.literal(true),
      messages_tab_enabled: z.literal(true),
      messages_tab_read_only_enabled: z.literal(true),
    }),
    bot_user: z.strictObject({ display_name: z.string().max(80), always_online: z.literal(true) }),
    slash_commands: z.tuple([
      z.strictObject({
        command: z.string().startsWith('/').max(32),
        description: z.string().max(2_000),
        usage_hint: z.string().max(1_000),
        should_escape: z.literal(false),
        url: z.url().optional(),
      }),
    ]),
  }),
  oauth_config: z.strictObject({
    scopes: z.strictObject({ bot: z.array(z.string()), bot_optional: z.array(z.string()) }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({
      bot_events: z.array(z.string()).max(100),
      request_url: z.url().optional(),
    }),
    interactivity: z.strictObject({ is_enabled: z.literal(true), request_url: z.url().optional() }),
    socket_mode_enabled: z.boolean(),
    org_deploy_enabled: z.literal(false),
    token_rotation_enabled: z.literal(false),
  }),
})

const files = { socket: 'slack-app-manifest.yaml', http: 'slack-app-manifest.http.yaml' } as const
const read = (transport: keyof typeof files) => readDocument(files[transport], Manifest)

describe('the manifests', () => {
  test.each(Object.values(files))('%s is what `npm run manifest` writes', async (name) => {
    expect(await readText(name)).toBe(generated()[name])
  })

  test('differ in how Slack reaches ohmy, and in nothing else', async () => {
    const [socket, http] = await Promise.all([read('socket'), read('http')])
    const { url, ...command } = http.features.slash_commands[0]
    const { request_url: forEvents, ...subscriptions } = http.settings.event_subscriptions
    const { request_url: forClicks, ...interactivity } = http.settings.interactivity
    expect([url, forEvents, forClicks]).toEqual(Array(3).fill('https://ohmy.example.com/slack/events'))
    expect({
      ...http,
      features: { ...http.features, slash_commands: [command] },
      settings: {
        ...http.settings,
        event_subscriptions: subscriptions,
        interactivity,
        socket_mode_enabled: true,
      },
    }).toEqual(socket)
    expect(socket.settings.socket_mode_enabled).toBe(true)
    expect(http.settings.socket_mode_enabled).toBe(false)
  })

  test('hint at lines that their verbs have as examples', async () => {
    const [{ usage_hint: hint }] = (await read('socket')).features.slash_commands
    const examples = commands.flatMap((command) => command.examples)
    const lines = hint.split(' | ')
    expect(lines.length).toBeGreaterThan(1)
    expect(lines.filter((line) => !examples.includes(line))).toEqual([])
  })

  test('ask for each scope once, as required or as optional', async () => {
    const { bot, bot_optional } = (await read('socket')).oauth_config.scopes
    const named = (need: string) =>
      Object.entries(scopes).flatMap(([name, scope]) => (scope.need === need ? [name] : []))
    expect(bot).toEqual(named('required'))
    expect(bot_optional).toEqual(named('optional'))
    expect(new Set([...bot, ...bot_optional]).size).toBe(Object.keys(scopes).length)
  })
})

describe('the declared scopes', () => {
  test('are each needed by a method, an event or a feature', () => {
    const needed = new Set<ScopeName>(
      [
        ...Object.values(methods),
        ...Object.values(events).map(({ needs }) => needs),
        ...Object.values(features),
      ].flat(),
    )
    expect(Object.keys(scopes).filter((name) => !needed.has(name as ScopeName))).toEqual([])
  })

  test('are granted for sure where Slack tells of events by them', () => {
    for (const [event, { needs }] of Object.entries(events))
      for (const scope of needs) expect(scopes[scope].need, event).toBe('required')
  })
})

test('what the code listens to is what Slack is asked to tell, and the other way round', async () => {
  const listened = await found(/app\.event\('([a-z_]+)'/g)
  // Messages come by the kind of their place: those of public channels.
  const named = listened.map((event) => (event === 'message' ? 'message.channels' : event))
  expect(Object.keys(events).toSorted()).toEqual(named.toSorted())
})

describe('the declared methods', () => {
  /** What a library calls for us: found by no word of the code. */
  const within: Readonly<Record<string, readonly string[]>> = {
    'files.uploadV2': ['files.completeUploadExternal', 'files.getUploadURLExternal'],
  }

  test('are those that the code calls', async () => {
    const called = (await methodsCalled()).flatMap((method) => within[method] ?? [method])
    expect(Object.keys(methods).toSorted()).toEqual(called.toSorted())
  })

  test('need the scope that the simulated workspace asks for', () => {
    const differing = Object.entries(methods).filter(([name, needs]) => {
      const { scope } = simulated[name] ?? {}
      return scope !== undefined && !(needs as readonly string[]).includes(scope)
    })
    expect(differing).toEqual([])
    expect(Object.keys(methods).filter((name) => simulated[name] === undefined)).toEqual([])
  })
})

/** As methods of a client, or by name in a call of ours, which takes no others. */
async function methodsCalled(): Promise<readonly string[]> {
  const asMethod = await found(/\b(?:web|slack|client)((?:\.[a-z][a-zA-Z]*)+\.[a-zA-Z0-9]+)\(/g)
  const declared = Object.keys(methods).join('|').replaceAll('.', '\\.')
  const byName = await found(new RegExp(`'(${declared})'`, 'g'), 'scopes.ts')
  return [...new Set([...asMethod.map((method) => method.slice(1)), ...byName])].sort()
}

/** What the production code says that matches, each once, sorted. */
async function found(pattern: RegExp, except = ''): Promise<readonly string[]> {
  const source = new URL('../../src/', import.meta.url)
  const paths = await readdir(source, { recursive: true })
  const read = paths.filter((path) => path.endsWith('.ts') && (except === '' || !path.endsWith(except)))
  const texts = await Promise.all(read.map((path) => readFile(new URL(path, source), 'utf8')))
  const words = texts.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''))
  return [...new Set(words)].sort()
}
