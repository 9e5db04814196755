import { type ReactNode, useState } from 'react'
import type { PostedMessage } from '../../workspace/contract.js'
import type { Send } from './message.js'

interface OwnMessageProps {
  readonly message: PostedMessage
  readonly send: Send
}

/** What a person may do with a message of theirs: change its words, or delete it. */
export function OwnMessageButtons({
  message,
  send,
  onEdit,
}: OwnMessageProps & { readonly onEdit: () => void }): ReactNode {
  const { author: person, channel, ts } = message
  return (
    <>
      <button type="button" className="button" onClick={onEdit}>
        Edit
      </button>
      <button type="button" className="button" onClick={() => void send('change', { person, channel, ts })}>
        Delete
      </button>
    </>
  )
}

/** The words of a message while they are changed. Enter saves, Escape leaves them as they were. */
export function EditedText({
  message,
  send,
  onDone,
}: OwnMessageProps & { readonly onDone: () => void }): ReactNode {
  const [text, setText] = useState(message.text)
  const { author: person, channel, ts } = message
  const save = (): void => {
    if (text.trim() !== '' && text !== message.text) void send('change', { person, channel, ts, text })
    onDone()
  }
  return (
    <textarea
      className="edited-text"
      aria-label="Edit message"
      rows={Math.min(8, text.split('\n').length)}
      value={text}
      autoFocus
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Escape') return onDone()
        if (event.key !== 'Enter' || event.shiftKey) return
        event.preventDefault()
        save()
      }}
    />
  )
}
