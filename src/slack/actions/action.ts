import type { Caller } from '../../core/caller.js'
import type { Reply } from '../../core/message.js'
import type { Edge } from '../edge.js'

/** Somebody used a button or a menu. */
export interface Click {
  readonly caller: Caller
  /** The button's value or the chosen option's. Only an address: nothing in it is believed. */
  readonly value: string | undefined
  /** Opens a modal, once, within 3 s. */
  readonly triggerId: string
  /** The message it stands in, when it can be updated. */
  readonly message?: { readonly channel: string; readonly ts: string }
}

/** What a button or menu does. Each gets an answer: a reply, an open modal, or the message it stands in changes. */
export interface Action {
  readonly id: string
  /** The reply is shown in place of the message that was clicked. */
  readonly replaces?: boolean
  /** Works while the store is away. */
  readonly withoutStore?: boolean
  /** Who asks and where, where the click itself has no place: on the Home tab. */
  readonly callerOf?: (edge: Edge, click: Click) => Caller
  readonly run: (edge: Edge, click: Click) => Promise<Reply | undefined>
}
