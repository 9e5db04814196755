import type { WebClient } from '@slack/web-api'

/** A text that is too long for a message. */
export interface TextFile {
  /** `audit.jsonl` */
  readonly name: string
  /** One line above it. */
  readonly title: string
  readonly content: string
}

/** Hands a file to one person, in the direct message between them and the bot. Rejects when Slack does not take it. */
export type SendFile = (file: TextFile, person: string) => Promise<void>

/** Needs the scopes im:write and files:write. Not tried again: whoever asked can ask again. */
export function createSendFile(web: WebClient): SendFile {
  return async (file, person) => {
    const opened = await web.conversations.open({ users: person })
    const channel = opened.channel?.id
    if (channel === undefined) throw new Error('Slack opened no direct message')
    await web.files.uploadV2({
      channel_id: channel,
      filename: file.name,
      title: file.title,
      content: file.content,
    })
  }
}
