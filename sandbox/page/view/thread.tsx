import type { ReactNode } from 'react'
import type { PostedMessage } from '../../workspace/contract.js'
import type { Author } from './avatar.js'
import { Composer } from './composer.js'
import { repliesTo } from './conversation.js'
import type { Send } from './message.js'
import { MessageList } from './message-list.js'

interface ThreadProps {
  readonly parent: PostedMessage
  readonly title: string
  readonly messages: readonly PostedMessage[]
  readonly authorOf: (id: string) => Author
  readonly person: string
  readonly send: Send
  readonly onClose: () => void
}

export function Thread(props: ThreadProps): ReactNode {
  const { parent, title, messages, authorOf, person, send, onClose } = props
  const { channel, ts } = parent
  return (
    <aside className="thread" aria-label="Thread">
      <header className="pane-header">
        <h2>Thread</h2>
        <p className="topic">{title}</p>
        <button type="button" className="close" aria-label="Close thread" onClick={onClose}>
          ✕
        </button>
      </header>
      <MessageList
        key={`${ts} ${person}`}
        messages={[parent, ...repliesTo(messages, ts)]}
        authorOf={authorOf}
        person={person}
        send={send}
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
