import type { KnownBlock, ModalView, HomeView } from '@slack/types'

/** Who can be chosen in the page's switch. `slackId` is what Slack would send as `user_id`. */
export interface Person {
  readonly slackId: string
  readonly name: string
  /** What the person does in the story: requester, approver, viewer. Shown under the name. */
  readonly title: string
  readonly color: string
  /**
   * Who is no full member: a guest of one or several channels, somebody of another workspace with whom all channels are shared (Slack Connect), a deactivated
   * account, a bot.
   */
  readonly standing?: 'guest' | 'single-channel guest' | 'external' | 'deactivated' | 'bot'
}

export interface Channel {
  readonly id: string
  readonly name: string
  readonly topic: string
  /** Links at the head of the channel. */
  readonly bookmarks: readonly { readonly title: string; readonly link: string; readonly emoji?: string }[]
  /** Slack ids, the bot's among them. */
  readonly members: readonly string[]
  /** A direct-message conversation between this person and the bot. */
  readonly directMessageWith?: string
}

/** A document that stands as a tab in a channel. */
export interface Canvas {
  readonly id: string
  readonly channel: string
  readonly title: string
  readonly markdown: string
}

/** A message as Slack keeps it, as far as the page and the tests look at it. */
export interface PostedMessage {
  readonly channel: string
  readonly ts: string
  readonly threadTs?: string
  /** Slack id of a person or of the bot. */
  readonly author: string
  readonly text: string
  readonly blocks: readonly KnownBlock[]
  /** Times it was changed with chat.update. */
  readonly edits: number
  /** Only this person sees it. */
  readonly ephemeralFor?: string
  readonly pinned?: boolean
  readonly files?: readonly {
    readonly id: string
    readonly name: string
    /** What people read above it; the name where nobody gave one. */
    readonly title: string
    readonly url: string
    readonly mimetype: string
  }[]
  readonly reactions?: readonly { readonly name: string; readonly users: readonly string[] }[]
}

/** A modal that a person has open. The last of a person's stack is on top. */
export interface OpenModal {
  readonly id: string
  readonly person: string
  readonly view: ModalView
  /** Errors by block id that the bot answered to the last submission. */
  readonly errors?: Readonly<Record<string, string>>
}

export interface Home {
  readonly person: string
  readonly view: HomeView
}

/** `GET /page/api/state` */
export interface WorkspaceState {
  readonly bot: { readonly slackId: string; readonly name: string }
  readonly people: readonly Person[]
  readonly channels: readonly Channel[]
  readonly messages: readonly PostedMessage[]
  readonly modals: readonly OpenModal[]
  readonly homes: readonly Home[]
  /** Documents of channels, oldest first. */
  readonly canvases: readonly Canvas[]
}

/** One server-sent event of `GET /page/api/events`, as JSON in `data:`. */
export type WorkspaceChange =
  | { readonly type: 'message'; readonly message: PostedMessage }
  | { readonly type: 'message-deleted'; readonly channel: string; readonly ts: string }
  | { readonly type: 'channel'; readonly channel: Channel }
  | { readonly type: 'canvas'; readonly canvas: Canvas }
  | { readonly type: 'modals'; readonly person: string; readonly modals: readonly OpenModal[] }
  | { readonly type: 'home'; readonly home: Home }

/** `POST /page/api/say`: a text that starts with `/` is a slash command, `@ohmy` in it a mention. */
export interface Say {
  readonly person: string
  readonly channel: string
  readonly text: string
  readonly threadTs?: string
}

/** `POST /page/api/act`: a button, select, overflow or date picker of a message, modal or home tab was used. */
export interface Act {
  readonly person: string
  readonly container:
    | { readonly kind: 'message'; readonly channel: string; readonly ts: string }
    | { readonly kind: 'modal'; readonly id: string }
    | { readonly kind: 'home' }
  readonly blockId: string
  readonly actionId: string
  /** The option's value for selects and overflows, several for multi-selects, the text for inputs. A button needs none. */
  readonly value?: string | readonly string[]
}

/** `POST /page/api/submit`: values by block id, then action id, as typed or chosen. */
export interface Submit {
  readonly person: string
  readonly modal: string
  readonly values: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}

/** `POST /page/api/close` */
export interface Close {
  readonly person: string
  readonly modal: string
}

/** `POST /page/api/mark`: a sign is put below a message or taken off, or the message is pinned. */
export interface Mark {
  readonly person: string
  readonly channel: string
  readonly ts: string
  readonly by: { readonly kind: 'reaction'; readonly name: string } | { readonly kind: 'pin' }
  readonly on: boolean
}

/** `POST /page/api/change`: a person changes a message of theirs; without a text they delete it. */
export interface Change {
  readonly person: string
  readonly channel: string
  readonly ts: string
  readonly text?: string
}

/** `POST /page/api/home`: the person opened the App Home tab. */
export interface OpenHome {
  readonly person: string
}

/** What the page is told about something it delivered to the bot. */
export interface Delivery {
  readonly ok: boolean
  /** Milliseconds until the bot acknowledged. */
  readonly acknowledgedAfter: number
  /** What Slack would show the person: "/ohmy failed with the error operation_timeout", dispatch_failed … */
  readonly error?: string
}
