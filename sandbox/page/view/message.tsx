import { type ReactNode, useMemo, useState } from 'react'
import type { Mark, PostedMessage } from '../../workspace/contract.js'
import { Blocks } from '../blocks/block.js'
import { CopyButton } from '../blocks/copied.js'
import { SurfaceProvider, type Values } from '../blocks/surface.js'
import { Emoji, MrkdwnText } from '../mrkdwn/mrkdwn.js'
import { permalink } from '../state/permalink.js'
import type { deliver } from '../state/deliver.js'
import { Attachments } from './attachments.js'
import { type Author, Avatar } from './avatar.js'
import { EditedText, OwnMessageButtons } from './own-message.js'
import { Reactions } from './reactions.js'
import { Time } from './time.js'

/** Hands over what a person did and reports what went wrong to them. */
export type Send = typeof deliver

interface MessageProps {
  readonly message: PostedMessage
  readonly author: Author
  readonly person: string
  /** Follows another of the same author: no name, no picture. */
  readonly grouped: boolean
  readonly replies: number
  readonly send: Send
  /** Absent in the thread itself. */
  readonly onThread?: (ts: string) => void
}

export function Message(props: MessageProps): ReactNode {
  const { message, author, person, grouped, replies, send, onThread } = props
  const { channel, ts } = message
  const [values, setValues] = useState<Values>({})
  const [isEdited, setEdited] = useState(false)
  const container = useMemo(() => ({ kind: 'message', channel, ts }) as const, [channel, ts])
  const classes = ['message', grouped ? 'grouped' : '', message.ephemeralFor ? 'ephemeral' : '']
  return (
    <article className={classes.join(' ').trim()} data-ts={ts} aria-label={`Message from ${author.name}`}>
      <div className="gutter">{grouped ? <Time ts={ts} /> : <Avatar author={author} />}</div>
      <div className="content">
        {message.ephemeralFor && <p className="only-you">Only visible to you</p>}
        {message.pinned && <p className="pinned">Pinned</p>}
        {!grouped && (
          <p className="byline">
            <b>{author.name}</b>
            {author.isBot && <span className="badge">APP</span>}
            <Time ts={ts} />
          </p>
        )}
        {message.blocks.length > 0 ? (
          <SurfaceProvider
            container={container}
            person={person}
            onAct={(act) => send('act', act)}
            values={values}
            onValues={setValues}
          >
            <Blocks blocks={message.blocks} />
          </SurfaceProvider>
        ) : isEdited ? (
          <EditedText message={message} send={send} onDone={() => setEdited(false)} />
        ) : (
          <div className="prose">
            <MrkdwnText text={message.text} />
          </div>
        )}
        {message.edits > 0 && <small className="edited">(edited)</small>}
        <Attachments message={message} />
        <Reactions message={message} person={person} send={send} />
        {onThread && replies > 0 && (
          <button type="button" className="replies" onClick={() => onThread(ts)}>
            {replies} {replies === 1 ? 'reply' : 'replies'}
          </button>
        )}
      </div>
      <div className="message-actions">
        {!message.ephemeralFor && (
          <>
            {message.author === person && (
              <OwnMessageButtons message={message} send={send} onEdit={() => setEdited(true)} />
            )}
            <MarkButtons message={message} person={person} send={send} />
            <CopyButton text={() => permalink(channel, ts, message.threadTs)}>Copy link</CopyButton>
          </>
        )}
        <CopyButton text={() => message.text}>Copy text</CopyButton>
        {onThread && !message.ephemeralFor && (
          <button type="button" className="button" onClick={() => onThread(ts)}>
            Reply in thread
          </button>
        )}
      </div>
    </article>
  )
}

/** The sign that people put below messages, and a pin: pressed again each goes. */
function MarkButtons({
  message,
  person,
  send,
}: Pick<MessageProps, 'message' | 'person' | 'send'>): ReactNode {
  const { channel, ts, pinned = false, reactions = [] } = message
  const reacted = reactions.some(({ name, users }) => name === 'pushpin' && users.includes(person))
  const mark = (by: Mark['by'], on: boolean) => void send('mark', { person, channel, ts, by, on })
  return (
    <>
      <button
        type="button"
        className="button"
        aria-pressed={reacted}
        title="React with :pushpin:"
        onClick={() => mark({ kind: 'reaction', name: 'pushpin' }, !reacted)}
      >
        <Emoji name="pushpin" />
      </button>
      <button type="button" className="button" onClick={() => mark({ kind: 'pin' }, !pinned)}>
        {pinned ? 'Unpin' : 'Pin'}
      </button>
    </>
  )
}
