import { type ReactNode, useCallback, useMemo, useState } from 'react'
import type { PostedMessage, WorkspaceState } from '../../workspace/contract.js'
import { GameDayPanel } from '../game-day/panel.js'
import { DirectoryProvider } from '../mrkdwn/mrkdwn.js'
import { useWorkspace } from '../state/connection.js'
import { deliver, problemOf } from '../state/deliver.js'
import { usePermalinks } from '../state/permalink.js'
import { channelAt, directMessage, homeTab, usePlace } from '../state/place.js'
import { useUnread } from '../state/unread.js'
import { channelsOf, seenBy, visibleMessages } from '../state/workspace.js'
import { ChannelDetails, DetailsButton } from './channel-details.js'
import { Conversation } from './conversation.js'
import { authorIn, directoryOf, membersOf, titleOf } from './directory.js'
import { HomeTab } from './home-tab.js'
import type { Send } from './message.js'
import { ModalStack } from './modal.js'
import { Search, useSearchKey } from './search.js'
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
  // What stands at the right instead of the thread.
  const [side, setSide] = useState<'search' | 'details'>()
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
  const members = channel ? membersOf(channel, workspace) : []
  const pinned = messages.filter((message) => message.pinned)
  const canvases = workspace.canvases.filter((canvas) => canvas.channel === channel?.id)
  const toggle = (what: typeof side) => setSide((now) => (now === what ? undefined : what))

  useSearchKey(useCallback(() => setSide('search'), []))
  const send = useCallback<Send>(async (kind, body) => {
    const delivery = await deliver(kind, body)
    setProblem(problemOf(delivery))
    return delivery
  }, [])

  const authorOf = useCallback((id: string) => authorIn(workspace, id), [workspace])
  const show = useCallback(
    ({ channel: where, ts, threadTs }: Pick<PostedMessage, 'channel' | 'ts' | 'threadTs'>) => {
      const isReply = threadTs !== undefined && threadTs !== ts
      // A thread needs the place of what is listed there, and a narrow screen has room for one thing.
      if (isReply || window.matchMedia('(max-width: 700px)').matches) setSide(undefined)
      go({ channel: where, thread: isReply ? threadTs : undefined, message: ts })
    },
    [go],
  )
  usePermalinks(
    useCallback(
      ({ channel: where, message: ts, thread }) =>
        show({ channel: where, ts, ...(thread === undefined ? {} : { threadTs: thread }) }),
      [show],
    ),
  )
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
        isSearching={side === 'search'}
        onSearch={() => toggle('search')}
        isGameDay={isGameDay}
        onGameDay={() => setGameDay((now) => !now)}
      />
      <div className={`stage ${isGameDay ? 'with-game-day' : ''}`.trim()}>
        <div className={`panes ${parent || side ? 'with-thread' : ''}`} inert={modals.length > 0}>
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
              onThread={(thread) => {
                setSide(undefined)
                go({ person, thread, message: undefined })
              }}
              shown={place.message}
              details={
                <DetailsButton
                  members={members}
                  pinned={pinned}
                  canvases={canvases}
                  isOpen={side === 'details'}
                  onToggle={() => toggle('details')}
                />
              }
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
          {side === 'search' && (
            <Search
              messages={seenBy(workspace, person)}
              authorOf={authorOf}
              channelTitle={(id) => {
                const where = channels.find((each) => each.id === id)
                return where ? titleOf(where, bot.name) : id
              }}
              onShow={show}
              onClose={() => setSide(undefined)}
            />
          )}
          {side === 'details' && channel && (
            <ChannelDetails
              members={members}
              title={title}
              pinned={pinned}
              canvases={canvases}
              authorOf={authorOf}
              onShow={show}
              onClose={() => setSide(undefined)}
            />
          )}
          {parent && side === undefined && (
            <Thread
              parent={parent}
              title={title}
              messages={messages}
              authorOf={authorOf}
              person={person}
              send={send}
              shown={place.message}
              onClose={() => go({ thread: undefined })}
            />
          )}
        </div>
        {isGameDay && (
          <GameDayPanel
            onSay={(text) =>
              void send('say', { person, channel: channel?.id ?? channels[0]?.id ?? '', text })
            }
            onShow={(id, ts) => show({ channel: id, ts })}
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
