import type { WebClient } from '@slack/web-api'
import type { ReplyFile } from '../core/message.js'
import { failureOf } from './outbox/failure.js'

/** A text that is too long for a message. */
export interface TextFile {
  /** `audit.jsonl` */
  readonly name: string
  /** One line above it. */
  readonly title: string
  readonly content: string
}

/** Where files go: a channel or a thread in it, or the direct message between one person and the bot. */
export type UploadPlace =
  | { readonly channel: string; readonly threadTs?: string }
  | { readonly person: string }

/**
 * Shows files in one post of their own (in one for each ten of them), without words. Needs the scopes files:write, channels:join and, for a person, im:write. Rejects
 * when Slack does not take them (with the WebClient's error) or has not answered within 20 s a post: then they may be there all the same, so
 * nothing is tried again.
 */
export type Upload = (place: UploadPlace, files: readonly ReplyFile[]) => Promise<void>

/** Hands a file to one person, in the direct message between them and the bot. Rejects when Slack does not take it. */
export type SendFile = (file: TextFile, person: string) => Promise<void>

/** What Slack's own apps take at a time: https://slack.com/help/articles/201330736-Add-files-to-Slack */
const mostInAPost = 10
/** ms for all calls of one post together; each has the WebClient's own timeout besides. */
const patience = 20_000

export class UploadUnanswered extends Error {
  override readonly name = 'UploadUnanswered'
  constructor() {
    super(`Slack did not take the files within ${patience / 1_000} s`)
  }
}

/**
 * A title also serves screen readers: with a text of its own (alt_txt) Slack has taken files and, with `ok: true`, shared them nowhere
 * (https://github.com/slackapi/python-slack-sdk/issues/1818, open in 2026).
 * Whoever asked can ask again: only "not in this channel" is answered by joining it, because then nothing was posted. */
export function createUpload(web: WebClient): Upload {
  async function send(channel: string, threadTs: string | undefined, files: readonly ReplyFile[]) {
    const file_uploads = files.map(({ name, title, content }) => ({
      filename: name,
      title,
      // A length of 0 is refused as a missing argument: https://docs.slack.dev/reference/methods/files.getUploadURLExternal
      file: Buffer.from(content.length === 0 ? '\n' : content),
    }))
    await web.files.uploadV2(
      threadTs === undefined
        ? { channel_id: channel, file_uploads }
        : { channel_id: channel, thread_ts: threadTs, file_uploads },
    )
  }

  async function upload(place: UploadPlace, files: readonly ReplyFile[]): Promise<void> {
    const { channel, threadTs } = 'person' in place ? await openDirectMessage(place.person) : place
    try {
      await send(channel, threadTs, files)
    } catch (error) {
      if (failureOf(error).kind !== 'outside') throw error
      await web.conversations.join({ channel })
      await send(channel, threadTs, files)
    }
  }

  async function openDirectMessage(person: string): Promise<{ channel: string; threadTs?: string }> {
    const opened = await web.conversations.open({ users: person })
    const channel = opened.channel?.id
    if (channel === undefined) throw new Error('Slack opened no direct message')
    return { channel }
  }

  async function uploadInTime(place: UploadPlace, files: readonly ReplyFile[]): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new UploadUnanswered()), patience)
    })
    try {
      await Promise.race([upload(place, files), tooLong])
    } finally {
      clearTimeout(timer)
    }
  }

  return async (place, files) => {
    for (let from = 0; from < files.length; from += mostInAPost) {
      await uploadInTime(place, files.slice(from, from + mostInAPost))
    }
  }
}

/** Needs the scopes im:write and files:write. Not tried again: whoever asked can ask again. */
export function createSendFile(web: WebClient): SendFile {
  const upload = createUpload(web)
  return (file, person) => upload({ person }, [file])
}
