import type { PostedMessage, WorkspaceChange, WorkspaceState } from '../../workspace/contract.js'

/** The workspace after one change. Changes may arrive twice or about a message that is already newer. */
export function applyChange(state: WorkspaceState, change: WorkspaceChange): WorkspaceState {
  switch (change.type) {
    case 'message':
      return { ...state, messages: withMessage(state.messages, change.message) }
    case 'message-deleted':
      return {
        ...state,
        messages: state.messages.filter(
          (message) => message.channel !== change.channel || message.ts !== change.ts,
        ),
      }
    case 'channel':
      return {
        ...state,
        channels: [...state.channels.filter((channel) => channel.id !== change.channel.id), change.channel],
      }
    case 'canvas':
      return {
        ...state,
        canvases: [...state.canvases.filter(({ id }) => id !== change.canvas.id), change.canvas],
      }
    case 'modals':
      return {
        ...state,
        modals: [...state.modals.filter((modal) => modal.person !== change.person), ...change.modals],
      }
    case 'home':
      return {
        ...state,
        homes: [...state.homes.filter((home) => home.person !== change.home.person), change.home],
      }
  }
}

/**
 * What this person sees of a channel, oldest first, replies included. Within a second the order is that of arrival: the
 * fractions of ephemeral and of kept messages count separately.
 */
export function visibleMessages(
  state: WorkspaceState,
  channel: string,
  person: string,
): readonly PostedMessage[] {
  return state.messages
    .filter((message) => message.channel === channel)
    .filter((message) => message.ephemeralFor === undefined || message.ephemeralFor === person)
    .toSorted((one, other) => Math.floor(Number(one.ts)) - Math.floor(Number(other.ts)))
}

/** All that this person sees, in all channels. */
export function seenBy(state: WorkspaceState, person: string): readonly PostedMessage[] {
  const channels = new Set(channelsOf(state, person).map(({ id }) => id))
  return state.messages.filter(
    ({ channel, ephemeralFor }) =>
      channels.has(channel) && (ephemeralFor === undefined || ephemeralFor === person),
  )
}

/** A message that stands in the channel itself: not a reply. */
export function isTopLevel(message: PostedMessage): boolean {
  return message.threadTs === undefined || message.threadTs === message.ts
}

/** The channels and conversations this person has. */
export function channelsOf(state: WorkspaceState, person: string): WorkspaceState['channels'] {
  return state.channels.filter(
    (channel) => channel.directMessageWith === undefined || channel.directMessageWith === person,
  )
}

function withMessage(messages: readonly PostedMessage[], changed: PostedMessage): readonly PostedMessage[] {
  const index = messages.findIndex(
    (message) => message.channel === changed.channel && message.ts === changed.ts,
  )
  const known = messages[index]
  if (!known) return [...messages, changed]
  return known.edits > changed.edits ? messages : messages.with(index, changed)
}
