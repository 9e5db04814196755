import { type ReactNode, useCallback, useMemo, useState } from 'react'
import type { Channel, WorkspaceState } from '../../workspace/contract.js'
import { GameDayPanel } from '../game-day/panel.js'
import { type Directory, DirectoryProvider } from '../mrkdwn/mrkdwn.js'
import { useWorkspace } from '../state/connection.js'
import { deliver, problemOf } from '../state/deliver.js'
import { homeTab, type Place, usePlace } from '../state/place.js'
import { useUnread } from '../state/unread.js'
import { channelsOf, visibleMessages } from '../state/workspace.js'
import type { Author } from './avatar.js'
import { Conversation } from './conversation.js'
import { HomeTab } from './home-tab.js'
import type { Send } from './message.js'
import { ModalStack } from './modal.js'
import { Sidebar } from './sidebar.js'
import { Thread } from './thread.js'
import { TopBar } from './top-bar.js'

export function App(): ReactNode {
  const { workspace, online } = useWorkspace()
  if (!workspace) return <p className="starting">Waiting for the sandbox…</p>
  return <Workspace workspace={workspace} online={online} />
}

interface WorkspaceProps {
  readonly workspace: WorkspaceState
  readonly online: boolean
}

function Workspace({ workspace, online }: WorkspaceProps): ReactNode {
  const [place, go] = usePlace()
  const [problem, setProblem] = useState<string>()
  const [isGameDay, setGameDay] = useState(false)
  const { people, bot } = workspace
  const person = (people.find((each) => each.slackId === place.person) ?? people[0])?.slackId ?? ''
  const channels = channelsOf(workspace, person)
  const channel = channelAt(place, channels)
  const unread = useUnread(workspace, person, channel?.id)
  const directory = useMemo(() => directoryOf(workspace), [workspace])
  const modals = workspace.modals.filter((modal) => modal.person === person)
  const messages = channel ? visibleMessages(workspace, channel.id, person) : []
  const parent = messages.find((message) => message.ts === place.thread)
  const title = channel ? titleOf(channel, bot.name) : ''

  const send = useCallback<Send>(async (kind, body) => {
    const delivery = await deliver(kind, body)
    setProblem(problemOf(delivery))
    return delivery
  }, [])

  const authorOf = (id: string): Author => {
    const known = people.find((each) => each.slackId === id)
    if (known) return { id, name: known.name, color: known.color, isBot: false }
    return { id, name: id === bot.slackId ? bot.name : id, color: 'var(--bot)', isBot: true }
  }
  const choose = (id: string): void => {
    const chosen = channels.find((each) => each.id === id)
    go({
      person,
      thread: undefined,
      message: undefined,
      channel: chosen?.directMessageWith ? directMessage : (chosen?.name ?? id),
    })
  }

  return (
    <DirectoryProvider value={directory}>
      <TopBar
        people={people}
        person={person}
        online={online}
        onPerson={(slackId) => go({ person: slackId })}
        isGameDay={isGameDay}
        onGameDay={() => setGameDay((now) => !now)}
      />
      <div className={`stage ${isGameDay ? 'with-game-day' : ''}`.trim()}>
        <div className={`panes ${parent ? 'with-thread' : ''}`} inert={modals.length > 0}>
          <Sidebar
            botName={bot.name}
            channels={channels}
            current={channel?.id ?? homeTab}
            unread={unread}
            onChoose={choose}
          />
          {channel ? (
            <Conversation
              channel={channel}
              title={title}
              messages={messages}
              authorOf={authorOf}
              person={person}
              send={send}
              onThread={(thread) => go({ person, thread })}
              shown={place.message}
            />
          ) : (
            <HomeTab
              key={person}
              botName={bot.name}
              home={workspace.homes.find((home) => home.person === person)}
              person={person}
              send={send}
            />
          )}
          {parent && (
            <Thread
              parent={parent}
              title={title}
              messages={messages}
              authorOf={authorOf}
              person={person}
              send={send}
              onClose={() => go({ thread: undefined })}
            />
          )}
        </div>
        {isGameDay && (
          <GameDayPanel
            onSay={(text) =>
              void send('say', { person, channel: channel?.id ?? channels[0]?.id ?? '', text })
            }
            onShow={(id, ts) => go({ person, channel: id, thread: undefined, message: ts })}
            onClose={() => setGameDay(false)}
          />
        )}
        <ModalStack modals={modals} person={person} send={send} />
      </div>
      {problem && (
        <div className="problem" role="alert">
          <span>{problem}</span>
          <button type="button" className="close" aria-label="Dismiss" onClick={() => setProblem(undefined)}>
            ✕
          </button>
        </div>
      )}
    </DirectoryProvider>
  )
}

// Each person has a conversation of their own; in the address all of them are called so.
const directMessage = 'dm'

function channelAt(place: Place, channels: readonly Channel[]): Channel | undefined {
  if (place.channel === homeTab) return undefined
  const found =
    place.channel === directMessage
      ? channels.find((channel) => channel.directMessageWith !== undefined)
      : channels.find((channel) => channel.id === place.channel || channel.name === place.channel)
  return found ?? channels[0]
}

function titleOf(channel: Channel, botName: string): string {
  return channel.directMessageWith ? botName : `#${channel.name}`
}

function directoryOf({ people, bot, channels, messages }: WorkspaceState): Directory {
  const everybody = [
    ...people.map(({ slackId, name }) => ({ id: slackId, name })),
    { id: bot.slackId, name: bot.name },
  ]
  return {
    people: everybody,
    channels: channels.filter((channel) => channel.directMessageWith === undefined),
    personName: (id) => everybody.find((each) => each.id === id)?.name,
    channelName: (id) => channels.find((channel) => channel.id === id)?.name,
    fileUrl: (id) => messages.flatMap((message) => message.files ?? []).find((file) => file.id === id)?.url,
  }
}
