import type { ReactNode } from 'react'
import type { Channel, Delivery, PostedMessage } from '../../workspace/contract.js'
import { Emoji, Link, MrkdwnText } from '../mrkdwn/mrkdwn.js'
import { isTopLevel } from '../state/workspace.js'
import type { Author } from './avatar.js'
import { Composer } from './composer.js'
import { examples } from './examples.js'
import type { Send } from './message.js'
import { MessageList } from './message-list.js'

interface ConversationProps {
  readonly channel: Channel
  /** Stands at the right of the header. */
  readonly details: ReactNode
  readonly title: string
  /** All that the person sees here, replies included. */
  readonly messages: readonly PostedMessage[]
  readonly authorOf: (id: string) => Author
  readonly person: string
  readonly send: Send
  readonly onThread: (ts: string) => void
  /** The message that the address names. */
  readonly shown?: string | undefined
}

export function Conversation(props: ConversationProps): ReactNode {
  const { channel, details, title, messages, authorOf, person, send, onThread, shown } = props
  const say = (text: string): Promise<Delivery> => send('say', { person, channel: channel.id, text })
  const topLevel = messages.filter(isTopLevel)
  return (
    <main className="conversation">
      <header className="pane-header">
        <h2>{title}</h2>
        {channel.topic && (
          <p className="topic">
            <MrkdwnText text={channel.topic} />
          </p>
        )}
        {details}
      </header>
      {channel.bookmarks.length > 0 && (
        <ul className="bookmarks" aria-label="Bookmarks">
          {channel.bookmarks.map(({ title: name, link, emoji }) => (
            <li key={name}>
              {emoji !== undefined && <Emoji name={emoji.replaceAll(':', '')} />}{' '}
              <Link url={link}>{name}</Link>
            </li>
          ))}
        </ul>
      )}
      <MessageList
        key={`${channel.id} ${person}`}
        messages={topLevel}
        authorOf={authorOf}
        person={person}
        send={send}
        repliesTo={(ts) => repliesTo(messages, ts).length}
        onThread={onThread}
        shown={shown}
      >
        {topLevel.length === 0 && <Welcome title={title} onTry={(text) => void say(text)} />}
      </MessageList>
      <Composer
        key={channel.id}
        placeholder={`Message ${title}, or type / for a command`}
        messages={messages}
        onSend={say}
      />
    </main>
  )
}

/** The answers to a message that this person sees, oldest first. */
export function repliesTo(messages: readonly PostedMessage[], ts: string): readonly PostedMessage[] {
  return messages.filter((message) => message.threadTs === ts && message.ts !== ts)
}

interface WelcomeProps {
  readonly title: string
  readonly onTry: (text: string) => void
}

function Welcome({ title, onTry }: WelcomeProps): ReactNode {
  return (
    <section className="welcome">
      <h3>Nothing has been said in {title} yet</h3>
      <p>Type a command below, or click one to send it:</p>
      <ul>
        {examples.map((example) => (
          <li key={example}>
            <button type="button" className="button" onClick={() => onTry(example)}>
              <code>{example}</code>
            </button>
          </li>
        ))}
      </ul>
      <p className="quiet">
        Everything here is local: the bot is the real one, the Slack workspace and the AWS account are
        simulated. Switch the person at the top right to approve what another asked for.
      </p>
    </section>
  )
}
