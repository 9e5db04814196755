import { WORKSPACE_TOKEN, type SlackAnswer } from '../emulator.js'
import { type RawMessage, recordFrom } from '../messages.js'
import type { RunningWorkspace } from '../running-workspace.js'
import { type Args, text } from './arguments.js'
import { writableChannel } from './chat.js'
import { importNew } from './conversations.js'
import { emulated, type Method, type Methods, refusal } from './method.js'

/** What hangs on messages and channels: pins, bookmarks, reactions, files, links. */
export const attachmentMethods: Methods = {
  'pins.add': pinning(true),
  'pins.remove': pinning(false),
  'pins.list': plain(),
  'bookmarks.add': plain(),
  'bookmarks.edit': plain(),
  'bookmarks.list': plain(),
  'bookmarks.remove': plain(),
  'reactions.add': reacting(),
  'reactions.remove': reacting(),
  'reactions.get': plain(),
  'chat.getPermalink': plain(),
  'files.getUploadURLExternal': plain(),
  'files.completeUploadExternal': { run: completeUpload },
  'files.info': plain(),
  'files.list': plain(),
  'files.delete': plain(),
  'team.info': plain(),
}

function plain(): Method {
  return { run: (args, workspace, name) => emulated(name, args, workspace) }
}

function pinning(pinned: boolean): Method {
  return {
    run: async (args, workspace, name) => {
      const answer = await emulated(name, args, workspace)
      const message = workspace.messages.find(text(args, 'channel'), text(args, 'timestamp'))
      if (answer.ok && message !== undefined) workspace.messages.save({ ...message, pinned })
      return answer
    },
  }
}

function reacting(): Method {
  return {
    run: async (args, workspace, name) => {
      const channel = writableChannel(text(args, 'channel'), workspace)
      if ('error' in channel) return refusal(channel.error)
      const answer = await emulated(name, args, workspace)
      const message = workspace.messages.find(channel.id, text(args, 'timestamp'))
      if (!answer.ok || message === undefined) return answer
      const query = { channel: channel.id, timestamp: message.ts }
      const read = await workspace.slack.call(WORKSPACE_TOKEN, 'reactions.get', query)
      const raw = { ...message.raw, reactions: (read['message'] as RawMessage | undefined)?.['reactions'] }
      workspace.messages.save(recordFrom(channel.id, raw, message))
      return answer
    },
  }
}

async function completeUpload(args: Args, workspace: RunningWorkspace): Promise<SlackAnswer> {
  const references = `${text(args, 'channel_id')},${text(args, 'channels')}`.split(',').filter(Boolean)
  const channels = references.map((reference) => writableChannel(reference, workspace))
  for (const channel of channels) if ('error' in channel) return refusal(channel.error)
  const answer = await emulated('files.completeUploadExternal', args, workspace)
  if (!answer.ok) return answer
  const threadTs = text(args, 'thread_ts')
  for (const channel of channels) {
    if ('id' in channel) await importNew(channel.id, workspace, threadTs === '' ? undefined : threadTs)
  }
  return answer
}
