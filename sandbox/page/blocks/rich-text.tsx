import type { RichTextBlock, RichTextElement, RichTextList } from '@slack/types'
import type { ReactNode } from 'react'
import { ChannelMention, Characters, DateText, Emoji, Link, UserMention } from '../mrkdwn/mrkdwn.js'
import { isSafeUrl } from '../mrkdwn/parse.js'
import { CodeBlock } from './copied.js'

/** Rich text has its formatting in its structure: nothing in its texts is interpreted. */
export function RichText({ block }: { readonly block: RichTextBlock }): ReactNode {
  return (
    <div className="rich-text prose">
      {block.elements.map((element, index) => {
        switch (element.type) {
          case 'rich_text_section':
            return (
              <div key={index}>
                <Inlines elements={element.elements} />
              </div>
            )
          case 'rich_text_quote':
            return (
              <blockquote key={index}>
                <Inlines elements={element.elements} />
              </blockquote>
            )
          case 'rich_text_preformatted':
            return (
              <CodeBlock key={index}>
                <Inlines elements={element.elements} />
              </CodeBlock>
            )
          case 'rich_text_list':
            return <List key={index} list={element} />
        }
      })}
    </div>
  )
}

function List({ list }: { readonly list: RichTextList }): ReactNode {
  const Tag = list.style === 'ordered' ? 'ol' : 'ul'
  return (
    <Tag style={{ marginLeft: `${(list.indent ?? 0) * 1.5}em` }}>
      {list.elements.map((item, index) => (
        <li key={index}>
          <Inlines elements={item.elements} />
        </li>
      ))}
    </Tag>
  )
}

function Inlines({ elements }: { readonly elements: readonly RichTextElement[] }): ReactNode {
  return elements.map((element, index) => (
    <Styled key={index} style={element.style ?? {}}>
      <Inline element={element} />
    </Styled>
  ))
}

function Styled(props: {
  readonly style: NonNullable<RichTextElement['style']>
  readonly children: ReactNode
}): ReactNode {
  const { style } = props
  let node = props.children
  if (style.code) node = <code>{node}</code>
  if (style.underline) node = <u>{node}</u>
  if (style.strike) node = <s>{node}</s>
  if (style.italic) node = <em>{node}</em>
  if (style.bold) node = <strong>{node}</strong>
  return node
}

function Inline({ element }: { readonly element: RichTextElement }): ReactNode {
  switch (element.type) {
    case 'text':
      return <Characters text={element.text} />
    case 'link':
      return isSafeUrl(element.url) ? (
        <Link url={element.url}>{element.text ?? element.url}</Link>
      ) : (
        (element.text ?? element.url)
      )
    case 'emoji':
      return <Emoji name={element.name} />
    case 'user':
      return <UserMention id={element.user_id} />
    case 'usergroup':
      return <UserMention id={element.usergroup_id} />
    case 'channel':
      return <ChannelMention id={element.channel_id} />
    case 'broadcast':
      return <span className="mention broadcast">@{element.range}</span>
    case 'date': {
      const { timestamp, format, fallback, url } = element
      const link = url && isSafeUrl(url) ? { url } : {}
      return (
        <DateText reference={{ type: 'date', timestamp, format, fallback: fallback ?? format, ...link }} />
      )
    }
    case 'color':
      return <code>{element.value}</code>
    case 'team':
      return element.team_id
  }
}
