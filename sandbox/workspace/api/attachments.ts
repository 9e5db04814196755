import { pinEvent } from '../delivery/channel-events.js'
import { readReactions } from '../delivery/in-channel.js'
import type { SlackAnswer } from '../emulator.js'
import { identity } from '../identity.js'
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
  'bookmarks.add': bookmarking(),
  'bookmarks.edit': bookmarking(),
  'bookmarks.list': plain(),
  'bookmarks.remove': bookmarking(),
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

function bookmarking(): Method {
  return {
    run: async (args, workspace, name) => {
      const answer = await emulated(name, args, workspace)
      if (answer.ok) await workspace.channels.refresh(text(args, 'channel_id'))
      return answer
    },
  }
}

function pinning(pinned: boolean): Method {
  return {
    run: async (args, workspace, name) => {
      const answer = await emulated(name, args, workspace)
      const message = workspace.messages.find(text(args, 'channel'), text(args, 'timestamp'))
      if (!answer.ok || message === undefined) return answer
      workspace.messages.save({ ...message, pinned })
      const type = pinned ? 'pin_added' : 'pin_removed'
      const { channel, raw } = message
      const about = { type, user: identity.botUserId, channel, message: raw } as const
      void workspace.emit(pinEvent({ ...about, eventTs: workspace.nextTs() }))
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
      await readReactions(message, workspace)
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
