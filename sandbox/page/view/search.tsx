import { type ReactNode, useEffect, useMemo, useState } from 'react'
import type { PostedMessage } from '../../workspace/contract.js'
import { excerpt, search } from '../state/search.js'
import type { Author } from './avatar.js'
import { MessageLink } from './message-link.js'
import { PaneHeader } from './pane-header.js'

interface SearchProps {
  /** All that the person sees, in all channels. */
  readonly messages: readonly PostedMessage[]
  readonly authorOf: (id: string) => Author
  /** `#devops`, by a channel's id. */
  readonly channelTitle: (id: string) => string
  readonly onShow: (message: PostedMessage) => void
  readonly onClose: () => void
}

/** Finds messages by their words, newest first. Escape closes it. */
export function Search({ messages, authorOf, channelTitle, onShow, onClose }: SearchProps): ReactNode {
  const [wanted, setWanted] = useState('')
  const { found, more } = useMemo(
    () => search(messages, wanted, (message) => authorOf(message.author).name),
    [messages, wanted, authorOf],
  )
  const answer = found.length === 0 ? 'Nothing that you see has these words.' : counted(found.length + more)
  return (
    <aside className="thread" aria-label="Search">
      <PaneHeader title="Search" topic="Messages you see" closes="Close search" onClose={onClose} />
      <div className="side-list">
        <input
          className="field"
          type="search"
          aria-label="Search messages"
          placeholder="Words, a name, an id"
          value={wanted}
          autoFocus
          onChange={(event) => setWanted(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && onClose()}
        />
        <p className="quiet" role="status">
          {wanted.trim() !== '' && answer}
        </p>
        <ul>
          {found.map((message) => (
            <li key={`${message.channel} ${message.ts} ${message.ephemeralFor ?? ''}`}>
              <MessageLink
                message={message}
                author={authorOf(message.author)}
                where={channelTitle(message.channel)}
                lines={excerpt(message.text, wanted)}
                onShow={onShow}
              />
            </li>
          ))}
        </ul>
        {more > 0 && <p className="quiet">{more} older ones are left out: add a word.</p>}
      </div>
    </aside>
  )
}

function counted(messages: number): string {
  return messages === 1 ? '1 message' : `${messages} messages`
}

/** Ctrl+K, or ⌘K, from wherever one is. */
export function useSearchKey(onSearch: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'k' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      onSearch()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [onSearch])
}
