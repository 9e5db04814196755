import type { Person } from '../contract.js'
import { loginName, type SlackAnswer } from '../emulator.js'
import { identity, teamOf } from '../identity.js'
import type { RunningWorkspace } from '../running-workspace.js'
import { type Args, flag, text } from './arguments.js'
import { type Methods, refusal } from './method.js'

/** Who is asking, who else is here, and which groups there are. */
export const peopleMethods: Methods = {
  'auth.test': {
    run: (_args, workspace) => ({
      ok: true,
      url: `${workspace.url}/`,
      team: identity.teamName,
      user: identity.botName,
      team_id: identity.teamId,
      user_id: identity.botUserId,
      bot_id: identity.botId,
      is_enterprise_install: false,
    }),
  },
  'users.info': {
    scope: 'users:read',
    run: (args, workspace) => {
      const user = users(workspace).find(({ id }) => id === text(args, 'user'))
      return user === undefined ? refusal('user_not_found') : { ok: true, user }
    },
  },
  'users.list': {
    scope: 'users:read',
    run: (_args, workspace) => ({
      ok: true,
      members: users(workspace),
      response_metadata: { next_cursor: '' },
    }),
  },
  'users.conversations': {
    scope: 'channels:read',
    run: (args, workspace) => {
      const person = text(args, 'user') || identity.botUserId
      const channels = workspace.channels.all().filter(({ members }) => members.has(person))
      return {
        ok: true,
        channels: channels
          .filter((channel) => channel.directMessageWith === undefined)
          .map(({ id, name }) => ({ id, name })),
        response_metadata: { next_cursor: '' },
      }
    },
  },
  'bots.info': {
    scope: 'users:read',
    run: () => ({
      ok: true,
      bot: {
        id: identity.botId,
        app_id: identity.appId,
        user_id: identity.botUserId,
        name: identity.botName,
        deleted: false,
      },
    }),
  },
  'usergroups.list': { scope: 'usergroups:read', run: listUserGroups },
  'usergroups.users.list': {
    scope: 'usergroups:read',
    run: (args, workspace) => {
      const group = workspace.settings.userGroups.find(({ id }) => id === text(args, 'usergroup'))
      return group === undefined ? refusal('no_such_subteam') : { ok: true, users: group.users }
    },
  },
}

function listUserGroups(args: Args, workspace: RunningWorkspace): SlackAnswer {
  const withUsers = flag(args, 'include_users')
  return {
    ok: true,
    usergroups: workspace.settings.userGroups.map(({ id, handle, name, users: members }) => ({
      id,
      team_id: identity.teamId,
      is_usergroup: true,
      handle,
      name,
      user_count: members.length,
      ...(withUsers ? { users: members } : {}),
    })),
  }
}

function users(workspace: RunningWorkspace): readonly ReturnType<typeof user>[] {
  const bot: Person = {
    slackId: identity.botUserId,
    name: identity.botName,
    title: '',
    color: '#000000',
    standing: 'bot',
  }
  return [...workspace.settings.people, bot].map(user)
}

/** https://docs.slack.dev/reference/objects/user-object: `is_stranger` is left out for people with whom a channel is shared. */
function user(person: Person) {
  const { standing } = person
  const profile = {
    real_name: person.name,
    real_name_normalized: person.name,
    display_name: person.name,
    display_name_normalized: person.name,
    title: person.title,
  }
  return {
    id: person.slackId,
    team_id: teamOf(person),
    name: loginName(person.name),
    real_name: person.name,
    deleted: standing === 'deactivated',
    is_bot: standing === 'bot',
    is_admin: false,
    is_restricted: standing === 'guest' || standing === 'single-channel guest',
    is_ultra_restricted: standing === 'single-channel guest',
    tz: 'Australia/Sydney',
    color: person.color.slice(1),
    profile,
  }
}
