import type { Message, ReplyFile } from '../../../core/message.js'
import { section } from '../../blocks.js'
import { message } from '../../message.js'
import { code } from '../../mrkdwn.js'

const mostNamed = 5

/**
 * Files that belong to an answer could not be shown with it.
 * @param why Slack's error code, `unanswered` where nobody knows whether they arrived
 */
export function filesMissingMessage(files: readonly ReplyFile[], why: string): Message {
  const named = files.slice(0, mostNamed).map(({ name }) => code(name))
  const more = files.length > mostNamed ? [`${files.length - mostNamed} more`] : []
  const which = `${[...named, ...more].join(', ')}`
  if (why === 'unanswered') {
    return message([
      section(
        `:warning: *Slack did not say whether it took ${thingsOf(files)}.* If they do not appear here, ask again.\n${which}`,
      ),
    ])
  }
  return message([
    section(
      `:warning: *Slack did not take ${thingsOf(files)} of this answer* (${code(why)}). ${nextOf(why)}\n${which}`,
    ),
  ])
}

function thingsOf(files: readonly ReplyFile[]): string {
  return files.length === 1 ? 'the file' : `the ${files.length} files`
}

function nextOf(why: string): string {
  if (why === 'not_in_channel' || why === 'channel_not_found') {
    return 'Invite ohmy to this channel, then ask again.'
  }
  if (why === 'missing_scope') return 'The Slack app lacks `files:write`: whoever keeps it can add it.'
  return 'Ask again in a minute, or in a terminal: there the files are written into the folder.'
}
