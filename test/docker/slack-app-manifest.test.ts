import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { readDocument } from './files.js'

const Manifest = z.object({
  display_information: z.object({ name: z.string().max(35), description: z.string().max(140) }),
  features: z.object({
    app_home: z.object({ home_tab_enabled: z.boolean() }),
    bot_user: z.object({ display_name: z.string() }),
    slash_commands: z.array(
      z.object({ command: z.string(), description: z.string(), usage_hint: z.string() }),
    ),
  }),
  oauth_config: z.object({
    scopes: z.object({ bot: z.array(z.string()), bot_optional: z.array(z.string()) }),
  }),
  settings: z.object({
    event_subscriptions: z.object({ bot_events: z.array(z.string()) }),
    interactivity: z.object({ is_enabled: z.boolean() }),
    socket_mode_enabled: z.boolean(),
  }),
})

const read = () => readDocument('slack-app-manifest.yaml', Manifest)

const wanted = [
  'app_mentions:read',
  'bookmarks:read',
  'bookmarks:write',
  'channels:history',
  'channels:join',
  'channels:manage',
  'channels:read',
  'chat:write',
  'commands',
  'files:write',
  'im:write',
  'pins:read',
  'pins:write',
  'reactions:read',
  'usergroups:read',
  'users:read',
]

/** What Slack's reference asks for, method by method: https://docs.slack.dev/reference/methods */
const scopesOf: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'canvases.create': ['canvases:write'],
  'bookmarks.add': ['bookmarks:write'],
  'bookmarks.edit': ['bookmarks:write'],
  'bookmarks.list': ['bookmarks:read'],
  'views.open': [],
  'views.publish': [],
  'views.push': [],
  'views.update': [],
  'chat.delete': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history'],
  'conversations.replies': ['channels:history', 'groups:history'],
  'conversations.info': ['channels:read'],
  'conversations.list': ['channels:read'],
  'conversations.members': ['channels:read'],
  'conversations.join': ['channels:join'],
  'conversations.open': ['im:write'],
  'conversations.create': ['channels:manage'],
  'conversations.setPurpose': ['channels:manage'],
  'conversations.setTopic': ['channels:manage'],
  'conversations.invite': ['channels:manage'],
  'conversations.archive': ['channels:manage'],
  'pins.add': ['pins:write'],
  'usergroups.users.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'users.list': ['users:read'],
}

test('the app asks for what ohmy is built on, and for nothing more', async () => {
  const { scopes } = (await read()).oauth_config
  expect([...scopes.bot].sort()).toEqual(wanted)
  expect(scopes.bot_optional).toEqual(['canvases:write', 'groups:history'])
})

test('every Web API method that the code calls is covered by a scope', async () => {
  const { bot, bot_optional } = (await read()).oauth_config.scopes
  const methods = await methodsCalled()
  expect(methods).toEqual(expect.arrayContaining(['users.info', 'chat.postMessage']))
  for (const method of methods) {
    expect(Object.keys(scopesOf), 'methods whose scopes this test knows').toContain(method)
    expect([...bot, ...bot_optional], method).toEqual(expect.arrayContaining([...(scopesOf[method] ?? [])]))
  }
})

/** What no call and no event shows: the command itself; files go up by a method of the library's own. */
const ofFeatures = ['commands', 'files:write']

test('no scope is asked for that nothing uses', async () => {
  const { settings, oauth_config } = await read()
  const used = new Set([
    ...ofFeatures,
    ...(await methodsCalled()).flatMap((method) => scopesOf[method] ?? []),
    ...settings.event_subscriptions.bot_events.flatMap((event) => scopesOfEvents[event] ?? []),
  ])
  const { bot, bot_optional } = oauth_config.scopes
  expect([...bot, ...bot_optional].filter((scope) => !used.has(scope))).toEqual([])
})

/** What Slack's reference asks for, event by event: https://docs.slack.dev/reference/events */
const scopesOfEvents: Readonly<Record<string, readonly string[]>> = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  channel_archive: ['channels:read'],
  member_joined_channel: ['channels:read'],
  'message.channels': ['channels:history'],
  pin_added: ['pins:read'],
  pin_removed: ['pins:read'],
  reaction_added: ['reactions:read'],
  reaction_removed: ['reactions:read'],
}

test('every event is covered by a scope that is granted for sure', async () => {
  const { settings, oauth_config } = await read()
  for (const event of settings.event_subscriptions.bot_events) {
    expect(Object.keys(scopesOfEvents), 'events whose scopes this test knows').toContain(event)
    expect(oauth_config.scopes.bot, event).toEqual(expect.arrayContaining([...(scopesOfEvents[event] ?? [])]))
  }
})

test('what the code listens to is delivered', async () => {
  const { settings, features } = await read()
  const listened = await found(/app\.event\('([a-z_]+)'/g)
  // Messages come by the kind of their place: those of public channels.
  const named = listened.map((event) => (event === 'message' ? 'message.channels' : event))
  expect(settings.event_subscriptions.bot_events.sort()).toEqual(named.toSorted())
  expect(settings.interactivity.is_enabled).toBe(true)
  expect(settings.socket_mode_enabled).toBe(true)
  expect(features.app_home.home_tab_enabled).toBe(true)
  expect(features.slash_commands.map(({ command }) => command)).toEqual(['/ohmy'])
})

/** As methods of a client, or by name. */
async function methodsCalled(): Promise<readonly string[]> {
  const families = 'auth|bookmarks|canvases|chat|conversations|files|pins|reactions|usergroups|users|views'
  const method = `((?:${families})(?:\\.[a-zA-Z]+)+)`
  const asMethod = await found(new RegExp(`\\b(?:web|slack|client)\\.${method}\\(`, 'g'))
  return [...new Set([...asMethod, ...(await found(new RegExp(`'${method}'`, 'g')))])].sort()
}

/** What the production code says that matches, each once, sorted. */
async function found(pattern: RegExp): Promise<readonly string[]> {
  const source = new URL('../../src/', import.meta.url)
  const paths = await readdir(source, { recursive: true })
  const files = paths.filter((path) => path.endsWith('.ts') && !path.startsWith('sandbox'))
  const texts = await Promise.all(files.map((path) => readFile(new URL(path, source), 'utf8')))
  const words = texts.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''))
  return [...new Set(words)].sort()
}
