import { useEffect, useRef, useState } from 'react'
import type { PostedMessage, WorkspaceState } from '../../workspace/contract.js'
import { channelsOf, isTopLevel, visibleMessages } from './workspace.js'

type LastRead = Readonly<Record<string, number>>

/**
 * Ids of the channels with something this person has not seen. What was there when the page was opened counts as seen,
 * and so does the channel in view.
 */
export function useUnread(
  state: WorkspaceState,
  person: string,
  inView: string | undefined,
): ReadonlySet<string> {
  const opened = useRef(newest(state.messages))
  const [lastRead, setLastRead] = useState<LastRead>({})
  const seen = inView ? newest(visibleMessages(state, inView, person)) : 0

  useEffect(() => {
    if (inView) setLastRead((now) => ({ ...now, [`${person} ${inView}`]: seen }))
  }, [person, inView, seen])

  const unread = channelsOf(state, person).filter((channel) => {
    const read = Math.max(lastRead[`${person} ${channel.id}`] ?? 0, opened.current)
    return visibleMessages(state, channel.id, person).some(
      (message) => isTopLevel(message) && Number(message.ts) > read && message.author !== person,
    )
  })
  return new Set(unread.map((channel) => channel.id).filter((id) => id !== inView))
}

function newest(messages: readonly PostedMessage[]): number {
  return Math.max(0, ...messages.map((message) => Number(message.ts)))
}
