import type { ReactNode } from 'react'
import type { PostedMessage } from '../../workspace/contract.js'
import type { Author } from './avatar.js'
import { Composer } from './composer.js'
import { repliesTo } from './conversation.js'
import type { Send } from './message.js'
import { MessageList } from './message-list.js'
import { PaneHeader } from './pane-header.js'

interface ThreadProps {
  readonly parent: PostedMessage
  readonly title: string
  readonly messages: readonly PostedMessage[]
  readonly authorOf: (id: string) => Author
  readonly person: string
  readonly send: Send
  /** The message that the address names. */
  readonly shown?: string | undefined
  readonly onClose: () => void
}

export function Thread(props: ThreadProps): ReactNode {
  const { parent, title, messages, authorOf, person, send, shown, onClose } = props
  const { channel, ts } = parent
  return (
    <aside className="thread" aria-label="Thread">
      <PaneHeader title="Thread" topic={title} closes="Close thread" onClose={onClose} />
      <MessageList
        key={`${ts} ${person}`}
        messages={[parent, ...repliesTo(messages, ts)]}
        authorOf={authorOf}
        person={person}
        send={send}
        shown={shown}
      />
      <Composer
        key={ts}
        placeholder="Reply, or ask the bot: @ohmy status"
        messages={[parent, ...repliesTo(messages, ts)]}
        onSend={(text) => send('say', { person, channel, text, threadTs: ts })}
      />
    </aside>
  )
}
