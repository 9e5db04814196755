import type { Channel, WorkspaceState } from '../../workspace/contract.js'
import type { Directory } from '../mrkdwn/mrkdwn.js'
import type { Author } from './avatar.js'

/** `#devops`, or the bot's name of a conversation with it. */
export function titleOf(channel: Channel, botName: string): string {
  return channel.directMessageWith ? botName : `#${channel.name}`
}

/** Who an id is; whoever is no person of the workspace is shown as the bot. */
export function authorIn({ people, bot }: WorkspaceState, id: string): Author {
  const known = people.find((each) => each.slackId === id)
  if (known) return { id, name: known.name, color: known.color, isBot: false }
  return { id, name: id === bot.slackId ? bot.name : id, color: 'var(--bot)', isBot: true }
}

/** Who is in a channel, as far as the page knows them: the workspace has an administrator whom nobody sees. */
export function membersOf({ members }: Channel, workspace: WorkspaceState): readonly Author[] {
  const { people, bot } = workspace
  const known = new Set([...people.map(({ slackId }) => slackId), bot.slackId])
  return members.filter((id) => known.has(id)).map((id) => authorIn(workspace, id))
}

export function directoryOf({ people, bot, channels, messages }: WorkspaceState): Directory {
  const everybody = [
    ...people.map(({ slackId, name }) => ({ id: slackId, name })),
    { id: bot.slackId, name: bot.name },
  ]
  return {
    people: everybody,
    channels: channels.filter((channel) => channel.directMessageWith === undefined),
    personName: (id) => everybody.find((each) => each.id === id)?.name,
    channelName: (id) => channels.find((channel) => channel.id === id)?.name,
    fileUrl: (id) => messages.flatMap((message) => message.files ?? []).find((file) => file.id === id)?.url,
  }
}
