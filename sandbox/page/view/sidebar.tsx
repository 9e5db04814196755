import type { ReactNode } from 'react'
import type { Channel } from '../../workspace/contract.js'
import { homeTab } from '../state/place.js'

interface SidebarProps {
  readonly botName: string
  readonly channels: readonly Channel[]
  /** The id of the channel in view, or `home`. */
  readonly current: string | undefined
  readonly unread: ReadonlySet<string>
  readonly onChoose: (channel: string) => void
}

export function Sidebar({ botName, channels, current, unread, onChoose }: SidebarProps): ReactNode {
  const entry = (id: string, label: ReactNode, sign: string): ReactNode => (
    <li key={id}>
      <button
        type="button"
        className={unread.has(id) ? 'unread' : ''}
        aria-current={id === current ? 'page' : undefined}
        onClick={() => onChoose(id)}
      >
        <span className="sign" aria-hidden="true">
          {sign}
        </span>
        <span className="label">{label}</span>
        {unread.has(id) && <span className="dot" role="img" aria-label="unread" />}
      </button>
    </li>
  )
  const rooms = channels.filter((channel) => channel.directMessageWith === undefined)
  const direct = channels.filter((channel) => channel.directMessageWith !== undefined)
  return (
    <nav className="sidebar" aria-label="Channels">
      <h2>Channels</h2>
      <ul>{rooms.map((channel) => entry(channel.id, channel.name, '#'))}</ul>
      <h2>Direct messages</h2>
      <ul>{direct.map((channel) => entry(channel.id, botName, '●'))}</ul>
      <h2>Apps</h2>
      <ul>{entry(homeTab, `${botName} Home`, '⌂')}</ul>
    </nav>
  )
}
