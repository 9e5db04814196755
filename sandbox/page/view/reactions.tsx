import type { ReactNode } from 'react'
import type { PostedMessage } from '../../workspace/contract.js'
import { Emoji, useDirectory } from '../mrkdwn/mrkdwn.js'
import type { Send } from './message.js'

interface ReactionsProps {
  readonly message: PostedMessage
  readonly person: string
  readonly send: Send
}

/** The signs below a message: pressed, one's own is put there or taken off. */
export function Reactions({ message, person, send }: ReactionsProps): ReactNode {
  const { personName } = useDirectory()
  const { channel, ts, reactions = [] } = message
  if (reactions.length === 0) return null
  return (
    <ul className="reactions" aria-label="Reactions">
      {reactions.map(({ name, users }) => {
        const own = users.includes(person)
        return (
          <li key={name}>
            <button
              type="button"
              aria-pressed={own}
              title={users.map((id) => personName(id) ?? id).join(', ')}
              onClick={() =>
                void send('mark', { person, channel, ts, by: { kind: 'reaction', name }, on: !own })
              }
            >
              <Emoji name={name} /> {users.length}
            </button>
          </li>
        )
      })}
    </ul>
  )
}
