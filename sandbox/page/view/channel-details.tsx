import type { ReactNode } from 'react'
import type { Canvas, PostedMessage } from '../../workspace/contract.js'
import { excerpt } from '../state/search.js'
import { type Author, Avatar } from './avatar.js'
import { MessageLink } from './message-link.js'
import { PaneHeader } from './pane-header.js'

interface ChannelDetailsProps {
  readonly members: readonly Author[]
  readonly title: string
  readonly pinned: readonly PostedMessage[]
  readonly canvases: readonly Canvas[]
  readonly authorOf: (id: string) => Author
  readonly onShow: (message: PostedMessage) => void
  readonly onClose: () => void
}

/** Who is in a channel, what is pinned there, and its documents. */
export function ChannelDetails(props: ChannelDetailsProps): ReactNode {
  const { members, title, pinned, canvases, authorOf, onShow, onClose } = props
  return (
    <aside className="thread" aria-label="Channel details">
      <PaneHeader title="Details" topic={title} closes="Close details" onClose={onClose} />
      <div className="side-list">
        <h3>Pinned</h3>
        {pinned.length === 0 && <p className="quiet">Nothing is pinned.</p>}
        <ul aria-label="Pinned messages">
          {pinned.map((message) => (
            <li key={message.ts}>
              <MessageLink
                message={message}
                author={authorOf(message.author)}
                lines={excerpt(message.text)}
                onShow={onShow}
              />
            </li>
          ))}
        </ul>
        <h3>Canvases</h3>
        {canvases.length === 0 && <p className="quiet">There are none.</p>}
        {canvases.map(({ id, title: name, markdown }) => (
          <details key={id} className="canvas">
            <summary>{name}</summary>
            <div className="prose">{markdown}</div>
          </details>
        ))}
        <h3>Members</h3>
        <ul className="members" aria-label="Members">
          {members.map((member) => (
            <li key={member.id}>
              <Avatar author={member} />
              {member.name}
            </li>
          ))}
        </ul>
      </div>
    </aside>
  )
}

/** What the channel has, in its header: pressed, the details open. */
export function DetailsButton({
  members,
  pinned,
  canvases,
  isOpen,
  onToggle,
}: Pick<ChannelDetailsProps, 'members' | 'pinned' | 'canvases'> & {
  readonly isOpen: boolean
  readonly onToggle: () => void
}): ReactNode {
  const counts = [
    `${members.length} ${members.length === 1 ? 'member' : 'members'}`,
    ...(pinned.length === 0 ? [] : [`${pinned.length} pinned`]),
    ...(canvases.length === 0 ? [] : [canvases.length === 1 ? '1 canvas' : `${canvases.length} canvases`]),
  ]
  return (
    <button
      type="button"
      className="details-button"
      aria-label={`Details of this channel: ${counts.join(', ')}`}
      aria-expanded={isOpen}
      onClick={onToggle}
    >
      {counts.join(' · ')}
    </button>
  )
}
