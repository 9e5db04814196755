import type { ReactNode } from 'react'
import type { Person } from '../../workspace/contract.js'
import { Avatar } from './avatar.js'

interface TopBarProps {
  readonly people: readonly Person[]
  readonly person: string
  readonly online: boolean
  readonly onPerson: (slackId: string) => void
  readonly isSearching: boolean
  readonly onSearch: () => void
  readonly isGameDay: boolean
  readonly onGameDay: () => void
}

/** The workspace's name, and whose eyes one looks through. Stays reachable while a modal is open. */
export function TopBar(props: TopBarProps): ReactNode {
  const { people, person, online, onPerson, isSearching, onSearch, isGameDay, onGameDay } = props
  return (
    <header className="top-bar">
      <h1>ohmy sandbox</h1>
      {!online && (
        <span className="offline" role="status">
          Reconnecting…
        </span>
      )}
      <button
        type="button"
        className="game-day-toggle"
        title="Ctrl+K"
        aria-pressed={isSearching}
        onClick={onSearch}
      >
        Search
      </button>
      <button type="button" className="game-day-toggle" aria-pressed={isGameDay} onClick={onGameDay}>
        Game day
      </button>
      <div className="person-switch" role="group" aria-label="Acting as">
        <span className="switch-label" aria-hidden="true">
          Acting as
        </span>
        {people.map(({ slackId, name, title, color }) => (
          <button
            key={slackId}
            type="button"
            aria-pressed={slackId === person}
            onClick={() => onPerson(slackId)}
          >
            <Avatar author={{ id: slackId, name, color, isBot: false }} />
            <span className="who">
              <b>{name}</b>
              <small>{title}</small>
            </span>
          </button>
        ))}
      </div>
    </header>
  )
}
