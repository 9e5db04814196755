import type { AppsManifestCreateArguments } from '@slack/web-api'

type Manifest = AppsManifestCreateArguments['manifest']
/** Slack's own names, as its library types them; it does not know all of them yet (https://docs.slack.dev/reference/scopes/canvases.write). */
type BotScope =
  | NonNullable<NonNullable<NonNullable<Manifest['oauth_config']>['scopes']>['bot']>[number]
  | 'canvases:write'
type BotEvent = NonNullable<
  NonNullable<NonNullable<Manifest['settings']>['event_subscriptions']>['bot_events']
>[number]

export interface Scope {
  /**
   * Required: what everybody uses breaks without. Optional: Slack lets whoever installs the app leave it out, and ohmy works without, less what `without` says.
   */
  readonly need: 'required' | 'optional'
  readonly for: string
  /** What people miss where it was not granted. */
  readonly without: string
}

/** Every scope of the bot token. The Slack app manifests in docker/ are generated from this file, and `ohmy doctor` compares the token with it. */
export const scopes = {
  'app_mentions:read': {
    need: 'required',
    for: '@ohmy, also in threads',
    without: 'nobody is heard who writes @ohmy',
  },
  'bookmarks:read': {
    need: 'optional',
    for: 'what is bookmarked already',
    without: 'an incident’s channel has no links',
  },
  'bookmarks:write': {
    need: 'optional',
    for: 'links of an incident’s channel',
    without: 'an incident’s channel has no links',
  },
  'channels:history': {
    need: 'required',
    for: 'words of a message that somebody puts into an incident’s timeline, its edits, its deletion; its own messages again',
    without:
      'a message whose answer got lost may be posted twice, timelines miss what was said, and `audit verify` reads no anchor',
  },
  'channels:join': {
    need: 'required',
    for: 'to post where it was not invited',
    without: 'it posts in channels alone to which somebody has invited it',
  },
  'channels:manage': {
    need: 'required',
    for: 'to open an incident’s channel',
    without: 'an incident goes on in the channel where it was opened',
  },
  'channels:read': {
    need: 'required',
    for: 'to know channels by their names',
    without: 'a rule or a message for a channel by its name is for none',
  },
  'chat:write': { need: 'required', for: 'to say anything', without: 'nobody is answered' },
  commands: { need: 'required', for: '/ohmy', without: 'there is no /ohmy' },
  'files:write': {
    need: 'required',
    for: 'long logs, pictures of a dashboard and reviews as files',
    without: 'what is too long for a message is cut, and dashboards have no pictures',
  },
  'im:write': {
    need: 'required',
    for: 'to tell one person',
    without: 'pages, letters to approvers and files for one person arrive nowhere',
  },
  'pins:read': {
    need: 'required',
    for: 'to note a pinned message in a timeline',
    without: 'what people pin does not come into an incident’s timeline',
  },
  'pins:write': {
    need: 'optional',
    for: 'to pin an incident’s summary',
    without: 'an incident’s summary is not pinned',
  },
  'reactions:read': {
    need: 'required',
    for: 'to note a message in a timeline',
    without: 'what people mark with a sign does not come into an incident’s timeline',
  },
  'usergroups:read': {
    need: 'required',
    for: 'roles by user group',
    without: 'a role that is given to a user group is nobody’s',
  },
  'users:read': {
    need: 'required',
    for: 'names of people, and who is a full member',
    without: 'nobody may do anything: who is no guest cannot be told',
  },
  'canvases:write': {
    need: 'optional',
    for: 'the review of an incident as a tab of its channel, where the workspace has canvases',
    without: 'the review is a file',
  },
  'groups:history': {
    need: 'optional',
    for: 'to look into a private channel it was invited to for its own messages',
    without:
      'in a private channel a message whose answer got lost may be posted twice, and `audit verify` reads no anchor there',
  },
  'im:history': {
    need: 'optional',
    for: 'to look into what it told one person for its own messages',
    without: 'a page or a letter whose answer got lost may be told twice',
  },
} as const satisfies Partial<Record<BotScope, Scope>>

export type ScopeName = keyof typeof scopes

/** Of the app-level token, which Socket Mode needs: it opens connections and nothing else. */
export const appLevelScopes = ['connections:write'] as const

/**
 * Every method of the Web API that ohmy calls, with the scopes that Slack's page of it asks for (https://docs.slack.dev/reference/methods). Slack asks for the
 * scope of the kind of conversation: ohmy's are public channels and, where it was invited, private ones.
 */
export const methods = {
  'auth.test': [],
  'blocks.validate': [],
  'bookmarks.add': ['bookmarks:write'],
  'bookmarks.edit': ['bookmarks:write'],
  'bookmarks.list': ['bookmarks:read'],
  'bots.info': ['users:read'],
  'canvases.create': ['canvases:write'],
  'chat.delete': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.archive': ['channels:manage'],
  'conversations.create': ['channels:manage'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.info': ['channels:read'],
  'conversations.invite': ['channels:manage'],
  'conversations.join': ['channels:join'],
  'conversations.list': ['channels:read'],
  'conversations.members': ['channels:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'conversations.setPurpose': ['channels:manage'],
  'conversations.setTopic': ['channels:manage'],
  // Both by the library's own `files.uploadV2`.
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'pins.add': ['pins:write'],
  'usergroups.users.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'users.list': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
} as const satisfies Readonly<Record<string, readonly ScopeName[]>>

export type SlackMethod = keyof typeof methods

/** With the app-level token. */
export const appLevelMethods = { 'apps.connections.open': appLevelScopes } as const

/** Every event that ohmy listens to, with the scopes that Slack's page of it asks for (https://docs.slack.dev/reference/events), and why where that is not plain. */
export const events = {
  app_home_opened: { needs: [] },
  app_mention: { needs: ['app_mentions:read'] },
  channel_archive: {
    needs: ['channels:read'],
    why: 'an incident whose channel is gone goes on where it was opened',
  },
  member_joined_channel: {
    needs: ['channels:read'],
    why: 'who comes late to an incident gets a brief',
  },
  'message.channels': {
    needs: ['channels:history'],
    why: 'edits and deletions in incidents’ own channels; Slack tells of every message in public channels ohmy is in, and it looks at no others',
  },
  pin_added: { needs: ['pins:read'] },
  pin_removed: { needs: ['pins:read'] },
  reaction_added: { needs: ['reactions:read'] },
  reaction_removed: { needs: ['reactions:read'] },
} as const satisfies Partial<
  Record<BotEvent, { readonly needs: readonly ScopeName[]; readonly why?: string }>
>

/** What needs a scope and is neither called nor told: the command itself. */
export const features = { '/ohmy': ['commands'] } as const satisfies Record<string, readonly ScopeName[]>
