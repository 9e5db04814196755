import type { ReactNode } from 'react'
import type { PostedMessage } from '../../workspace/contract.js'
import { MrkdwnText } from '../mrkdwn/mrkdwn.js'
import type { Author } from './avatar.js'
import { Time } from './time.js'

interface MessageLinkProps {
  readonly message: PostedMessage
  readonly author: Author
  /** The channel it stands in, where that is not plain. */
  readonly where?: string
  /** The lines of it that are shown. */
  readonly lines: readonly string[]
  readonly onShow: (message: PostedMessage) => void
}

/** A message in a list: pressed, it is shown where it stands. */
export function MessageLink({ message, author, where, lines, onShow }: MessageLinkProps): ReactNode {
  return (
    <button type="button" className="message-link" onClick={() => onShow(message)}>
      <span className="byline">
        <b>{author.name}</b>
        {where !== undefined && <span>{where}</span>}
        <Time ts={message.ts} withDay />
      </span>
      <span className="excerpt">
        {lines.map((line, index) => (
          <span key={index}>
            <MrkdwnText text={line} />
          </span>
        ))}
      </span>
    </button>
  )
}
