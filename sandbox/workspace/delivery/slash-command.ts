import { post, refuseContent, showEphemeral } from '../api/chat.js'
import type { ChannelRecord } from '../channels.js'
import type { Delivery, Person } from '../contract.js'
import { loginName } from '../emulator.js'
import { identity } from '../identity.js'
import type { RunningWorkspace } from '../running-workspace.js'
import { deliveryFrom } from './outcome.js'
import { typedText } from './typed-text.js'

/**
 * A person sends a text that starts with `/`. Slack takes no slash commands in threads, knows no other app's
 * commands here, and tells the person when the bot does not answer in time.
 */
export async function sendSlashCommand(
  person: Person,
  channel: ChannelRecord,
  typed: string,
  threadTs: string | undefined,
  workspace: RunningWorkspace,
): Promise<Delivery> {
  const [, command = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(typed.trim()) ?? []
  if (threadTs !== undefined) {
    return refuse(person, channel, `${command} is not supported in threads. Sorry!`, workspace, threadTs)
  }
  // Another workspace has the commands of the apps that are installed there.
  if (command !== identity.command || person.standing === 'external') {
    return refuse(person, channel, `\`${command}\` is not a valid command.`, workspace)
  }
  const acknowledgement = await workspace.transport.deliver('slash_commands', {
    token: identity.verificationToken,
    team_id: identity.teamId,
    team_domain: identity.teamDomain,
    channel_id: channel.id,
    channel_name: channel.directMessageWith === undefined ? channel.name : 'directmessage',
    user_id: person.slackId,
    user_name: loginName(person.name),
    command,
    text: typedText(rest.trim(), workspace),
    api_app_id: identity.appId,
    is_enterprise_install: 'false',
    response_url: workspace.responseUrls.issue({ channel: channel.id, person: person.slackId }),
    trigger_id: workspace.triggers.issue(person.slackId),
  })
  if (!acknowledgement.ok) {
    const text = `${command} failed with the error "${acknowledgement.error}"`
    showEphemeral(channel.id, person.slackId, { text }, workspace, identity.slackbotUserId)
    return deliveryFrom(acknowledgement, text)
  }
  const refused = await showAnswer(person, channel, acknowledgement.body, workspace)
  return deliveryFrom(acknowledgement, refused)
}

/** What a bot puts into its acknowledgement becomes a message: for the person alone unless it says `in_channel`. */
async function showAnswer(
  person: Person,
  channel: ChannelRecord,
  body: unknown,
  workspace: RunningWorkspace,
): Promise<string | undefined> {
  const content = typeof body === 'string' ? { text: body } : (body as Record<string, unknown> | undefined)
  if (content === undefined || content === null) return undefined
  if (content['text'] === undefined && content['blocks'] === undefined) return undefined
  const refused = refuseContent(content, 'post', workspace)
  if (refused !== undefined) return refused.error
  if (content['response_type'] === 'in_channel') await post(channel, content, workspace)
  else showEphemeral(channel.id, person.slackId, content, workspace)
  return undefined
}

function refuse(
  person: Person,
  channel: ChannelRecord,
  text: string,
  workspace: RunningWorkspace,
  threadTs?: string,
): Delivery {
  const args = { text, ...(threadTs === undefined ? {} : { thread_ts: threadTs }) }
  showEphemeral(channel.id, person.slackId, args, workspace, identity.slackbotUserId)
  return { ok: false, acknowledgedAfter: 0, error: text }
}
