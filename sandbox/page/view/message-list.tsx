import { type ReactNode, useEffect, useRef } from 'react'
import type { PostedMessage } from '../../workspace/contract.js'
import type { Author } from './avatar.js'
import { Message, type Send } from './message.js'

interface MessageListProps {
  readonly messages: readonly PostedMessage[]
  readonly authorOf: (id: string) => Author
  readonly person: string
  readonly send: Send
  readonly repliesTo?: (ts: string) => number
  readonly onThread?: (ts: string) => void
  /** The message that is scrolled to and stands out. */
  readonly shown?: string | undefined
  /** Stands above the first message. */
  readonly children?: ReactNode
}

const groupedWithinSeconds = 300
// So near to the end one is reading along: new messages scroll into view.
const nearEndPixels = 120

export function MessageList(props: MessageListProps): ReactNode {
  const { messages, authorOf, person, send, repliesTo, onThread, shown, children } = props
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const nearEnd = useRef(true)
  const last = useRef({ top: 0, height: 0 })

  useEffect(() => {
    const element = scroller.current
    if (!element || !content.current) return
    const observer = new ResizeObserver(() => {
      if (nearEnd.current) element.scrollTop = element.scrollHeight
    })
    observer.observe(content.current)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  useEffect(() => {
    if (shown === undefined) return
    const found = content.current?.querySelector(`[data-ts="${CSS.escape(shown)}"]`)
    if (!found) return
    nearEnd.current = false
    found.scrollIntoView({ block: 'center' })
  }, [shown])

  return (
    <div
      ref={scroller}
      className="message-list"
      role="log"
      tabIndex={0}
      aria-label="Messages"
      onScroll={({ currentTarget: list }) => {
        const { scrollTop: top, scrollHeight: height, clientHeight } = list
        // What arrives between a scroll and its event takes the end further away; only who scrolls up has stopped reading along.
        if (height - top - clientHeight < nearEndPixels) nearEnd.current = true
        else if (top < last.current.top && height === last.current.height) nearEnd.current = false
        last.current = { top, height }
      }}
    >
      <div ref={content}>
        {children}
        {messages.map((message, index) => {
          const before = messages[index - 1]
          const newDay = !before || dayOf(before.ts) !== dayOf(message.ts)
          return (
            <div
              key={`${message.ts} ${message.ephemeralFor ?? ''}`}
              className={message.ts === shown ? 'shown' : ''}
            >
              {newDay && <DayDivider ts={message.ts} />}
              <Message
                message={message}
                author={authorOf(message.author)}
                person={person}
                grouped={!newDay && belongsTogether(before, message)}
                replies={repliesTo?.(message.ts) ?? 0}
                send={send}
                {...(onThread ? { onThread } : {})}
              />
            </div>
          )
        })}
      </div>
    </div>
  )
}

function DayDivider({ ts }: { readonly ts: string }): ReactNode {
  return (
    <div className="day" role="separator">
      <span>{dayName(ts)}</span>
    </div>
  )
}

function belongsTogether(before: PostedMessage, message: PostedMessage): boolean {
  return (
    before.author === message.author &&
    before.ephemeralFor === message.ephemeralFor &&
    Number(message.ts) - Number(before.ts) < groupedWithinSeconds
  )
}

function dayOf(ts: string): string {
  return new Date(Number(ts) * 1000).toDateString()
}

function dayName(ts: string): string {
  const day = dayOf(ts)
  const now = new Date()
  if (day === now.toDateString()) return 'Today'
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1)
  if (day === yesterday.toDateString()) return 'Yesterday'
  return new Date(Number(ts) * 1000).toLocaleDateString('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  })
}
