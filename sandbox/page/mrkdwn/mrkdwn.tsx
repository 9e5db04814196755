import { createContext, Fragment, useContext, type ReactNode } from 'react'
import type { TextObject } from '@slack/types'
import { CodeBlock } from '../blocks/copied.js'
import { formatDate } from './date.js'
import { emojiCharacter } from './emoji.js'
import { drawnSign, splitAtSigns } from './sign.js'
import { type DateReference, type Mrkdwn, parseMrkdwn, parsePlainText } from './parse.js'

/** Finds the names behind ids. */
export interface Directory {
  readonly personName: (id: string) => string | undefined
  readonly channelName: (id: string) => string | undefined
  readonly fileUrl: (id: string) => string | undefined
  readonly people: readonly { readonly id: string; readonly name: string }[]
  readonly channels: readonly { readonly id: string; readonly name: string }[]
}

const DirectoryContext = createContext<Directory>({
  personName: () => undefined,
  channelName: () => undefined,
  fileUrl: () => undefined,
  people: [],
  channels: [],
})

export const DirectoryProvider = DirectoryContext.Provider

export function useDirectory(): Directory {
  return useContext(DirectoryContext)
}

/** Text in Slack's mrkdwn. */
export function MrkdwnText({ text }: { readonly text: string }): ReactNode {
  return <Nodes nodes={parseMrkdwn(text)} />
}

/** A text object, `plain_text` or `mrkdwn`. */
export function Text({ of }: { readonly of: TextObject | undefined }): ReactNode {
  if (!of) return null
  if (of.type === 'mrkdwn') return <MrkdwnText text={of.text} />
  return of.emoji === false ? of.text : <Nodes nodes={parsePlainText(of.text)} />
}

/** A text object for places that take only characters, such as the option of a menu. */
export function plainLabel(of: TextObject | undefined): string {
  return parsePlainText(of?.text ?? '')
    .map((node) => {
      if (node.type === 'emoji') return emojiCharacter(node.name) ?? `:${node.name}:`
      return node.type === 'text' ? node.text : ''
    })
    .join('')
}

function Nodes({ nodes }: { readonly nodes: readonly Mrkdwn[] }): ReactNode {
  return nodes.map((node, index) => (
    <Fragment key={index}>
      <Node node={node} />
    </Fragment>
  ))
}

function Node({ node }: { readonly node: Mrkdwn }): ReactNode {
  switch (node.type) {
    case 'text':
      return <Characters text={node.text} />
    case 'emoji':
      return <Emoji name={node.name} />
    case 'bold':
      return (
        <strong>
          <Nodes nodes={node.children} />
        </strong>
      )
    case 'italic':
      return (
        <em>
          <Nodes nodes={node.children} />
        </em>
      )
    case 'strike':
      return (
        <s>
          <Nodes nodes={node.children} />
        </s>
      )
    case 'quote':
      return (
        <blockquote>
          <Nodes nodes={node.children} />
        </blockquote>
      )
    case 'code':
      return (
        <code>
          <Nodes nodes={node.children} />
        </code>
      )
    case 'preformatted':
      return (
        <CodeBlock>
          <Nodes nodes={node.children} />
        </CodeBlock>
      )
    case 'link':
      return <Link url={node.url}>{node.label}</Link>
    case 'user':
    case 'usergroup':
      return <UserMention id={node.id} {...(node.label ? { label: node.label } : {})} />
    case 'channel':
      return <ChannelMention id={node.id} {...(node.label ? { label: node.label } : {})} />
    case 'broadcast':
      return <span className="mention broadcast">@{node.range}</span>
    case 'date':
      return <DateText reference={node} />
  }
}

export function Link({ url, children }: { readonly url: string; readonly children: ReactNode }): ReactNode {
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {children}
    </a>
  )
}

export function Emoji({ name }: { readonly name: string }): ReactNode {
  const character = emojiCharacter(name)
  if (!character) return `:${name}:`
  const drawn = drawnSign(character)
  return (
    <span className={`emoji ${drawn ? 'drawn' : ''}`} role="img" aria-label={name.replaceAll('_', ' ')}>
      {drawn}
      <span>{character}</span>
    </span>
  )
}

/** Text in which emoji may stand as characters. */
export function Characters({ text }: { readonly text: string }): ReactNode {
  return splitAtSigns(text).map((part, index) => {
    const drawn = drawnSign(part)
    return drawn ? (
      <span key={index} className="emoji drawn">
        {drawn}
        <span>{part}</span>
      </span>
    ) : (
      part
    )
  })
}

interface MentionProps {
  readonly id: string
  readonly label?: string
}

export function UserMention({ id, label }: MentionProps): ReactNode {
  const name = useDirectory().personName(id) ?? label?.replace(/^@/, '') ?? id
  return <span className="mention">@{name}</span>
}

export function ChannelMention({ id, label }: MentionProps): ReactNode {
  const name = useDirectory().channelName(id) ?? label?.replace(/^#/, '') ?? id
  return <span className="mention">#{name}</span>
}

export function DateText({ reference }: { readonly reference: DateReference }): ReactNode {
  const date = new Date(reference.timestamp * 1000)
  const text = (
    <time dateTime={date.toISOString()} title={date.toString()}>
      {formatDate(reference, new Date())}
    </time>
  )
  return reference.url ? <Link url={reference.url}>{text}</Link> : text
}
