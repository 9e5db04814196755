import type { ChannelRecord } from './channels.js'
import { channelForPage } from './channels.js'
import type { Channel, Delivery, Home, OpenModal, Person, WorkspaceState } from './contract.js'
import { importNew } from './api/conversations.js'
import { act } from './delivery/act.js'
import { edit } from './delivery/edit.js'
import { archive, createChannel, join, pin, react, remove, share } from './delivery/in-channel.js'
import { openHome } from './delivery/home.js'
import { say } from './delivery/say.js'
import { close, submit } from './delivery/submit.js'
import { identity } from './identity.js'
import type { MessageRecord } from './messages.js'
import { modalForPage } from './modals.js'
import { stateOf } from './page-api.js'
import type { RunningWorkspace } from './running-workspace.js'
import { blocksOf, type OnScreen, optionOn, targetOn, type TypedValues, valuesFor } from './screen.js'
import { waitFor } from './waiting.js'

const TIMEOUT = 60_000

export interface Ping {
  readonly channel: string
  readonly ts: string
  /** `channel`, `here`, `everyone`, a user id or a user group id. */
  readonly who: string
}

/** What tests do as people, and what they look at. A channel is an id, `#name` or `name`. */
export interface Face {
  /** A person types; `dm` as the channel is their conversation with the bot. */
  readonly say: (
    person: Person,
    channel: string,
    text: string,
    options?: { readonly threadTs?: string },
  ) => Promise<Delivery>
  /** A person changes a message of theirs. */
  readonly edit: (person: Person, message: MessageRecord, text: string) => Promise<Delivery>
  /** A person puts a sign below a message. */
  readonly react: (person: Person, message: MessageRecord, reaction: string) => Promise<Delivery>
  readonly unreact: (person: Person, message: MessageRecord, reaction: string) => Promise<Delivery>
  readonly pin: (person: Person, message: MessageRecord) => Promise<Delivery>
  readonly unpin: (person: Person, message: MessageRecord) => Promise<Delivery>
  /** A person deletes a message of theirs. */
  readonly remove: (person: Person, message: MessageRecord) => Promise<Delivery>
  readonly join: (person: Person, channel: string) => Promise<Delivery>
  readonly archive: (person: Person, channel: string) => Promise<Delivery>
  /** A person makes a channel of their own, with the bot in it. @returns its id */
  readonly createChannel: (person: Person, name: string, purpose?: string) => Promise<string>
  /** A person shares a file, with words above it. */
  readonly share: (
    person: Person,
    channel: string,
    file: { readonly name: string; readonly content: Uint8Array<ArrayBuffer>; readonly text: string },
  ) => Promise<MessageRecord>
  /**
   * Uses what is seen on a message, modal or home tab, by a button's text or an action id; `value` is an option's
   * value. A message that has changed since is clicked as it was seen. Throws when there is no such thing.
   */
  readonly click: (
    person: Person,
    seen: OnScreen,
    name: string,
    value?: string | readonly string[],
  ) => Promise<Delivery>
  /** Fills in a modal and submits it. Values by block id, action id or label. */
  readonly submit: (person: Person, modal: OpenModal, values?: TypedValues) => Promise<Delivery>
  readonly close: (person: Person, modal: OpenModal) => Promise<Delivery>
  readonly openHome: (person: Person) => Promise<Delivery>
  /** Messages in the order of their arrival; with a person, only what that person sees. */
  readonly messages: (channel: string, person?: Person) => readonly MessageRecord[]
  /** The person's open modals, the top one last. */
  readonly modals: (person: Person) => readonly OpenModal[]
  readonly home: (person: Person) => Home | undefined
  readonly directMessage: (person: Person) => Channel
  /** The first message that fits, present, new or edited, within `timeout` milliseconds (default 60,000: a machine may be busy). */
  readonly waitForMessage: (
    channel: string,
    fits: (message: MessageRecord) => boolean,
    options?: { readonly timeout?: number },
  ) => Promise<MessageRecord>
  /** The person's top modal once it fits. */
  readonly waitForModal: (
    person: Person,
    fits?: (modal: OpenModal) => boolean,
    options?: { readonly timeout?: number },
  ) => Promise<OpenModal>
  /** Everybody whom messages of the bot have notified. */
  readonly pings: () => readonly Ping[]
  readonly state: () => WorkspaceState
}

export function createFace(workspace: RunningWorkspace, stopped: AbortSignal): Face {
  const channel = (reference: string): ChannelRecord =>
    workspace.channels.find(reference) ?? missing(`there is no channel ${reference}`)
  const directMessage = (person: Person): ChannelRecord =>
    workspace.channels.directMessage(person.slackId) ?? missing(`${person.name} is not in this workspace`)
  const modals = (person: Person): readonly OpenModal[] =>
    workspace.modals.of(person.slackId).map(modalForPage)
  const messages: Face['messages'] = (reference, person) =>
    workspace.messages
      .in(channel(reference).id)
      .filter(({ ephemeralFor }) => !person || !ephemeralFor || ephemeralFor === person.slackId)

  return {
    messages,
    modals,
    directMessage: (person) => channelForPage(directMessage(person)),
    say: (person, reference, text, options = {}) => {
      const place = reference === 'dm' ? directMessage(person) : channel(reference)
      return say(person, place, text, options.threadTs, workspace, stopped)
    },
    edit: (person, message, text) => edit(person, message, text, workspace, stopped),
    react: (person, message, reaction) => react(person, message, reaction, true, workspace),
    unreact: (person, message, reaction) => react(person, message, reaction, false, workspace),
    pin: (person, message) => pin(person, message, true, workspace),
    unpin: (person, message) => pin(person, message, false, workspace),
    remove: (person, message) => remove(person, message, workspace),
    join: (person, reference) => join(person, channel(reference), workspace),
    archive: (person, reference) => archive(person, channel(reference), workspace),
    createChannel: (person, name, purpose = '') => createChannel(person, name, purpose, workspace),
    share: async (person, reference, file) => {
      const place = channel(reference)
      await share(person, place, file, workspace)
      await importNew(place.id, workspace)
      return (
        workspace.messages
          .in(place.id)
          .findLast(({ files = [] }) => files.some(({ name }) => name === file.name)) ??
        missing(`${file.name} is not there`)
      )
    },
    click: async (person, seen, name, value) => {
      const option = value === undefined ? optionOn(seen, name) : undefined
      const chosen = option?.value ?? value
      const target = targetOn(seen, option?.menu ?? name, chosen)
      return act(
        person,
        { ...target, ...(chosen === undefined ? {} : { value: chosen }) },
        workspace,
        blocksOf(seen),
      )
    },
    submit: async (person, modal, values = {}) =>
      submit(person, modal.id, valuesFor(modal, values), workspace),
    close: (person, modal) => close(person, modal.id, workspace),
    openHome: (person) => openHome(person, workspace, stopped),
    home: (person) => {
      const home = workspace.modals.home(person.slackId)
      return home === undefined ? undefined : { person: home.person, view: home.view }
    },
    waitForMessage: (reference, fits, { timeout = TIMEOUT } = {}) =>
      waitFor(
        workspace,
        () => messages(reference).find(fits),
        timeout,
        () =>
          `a message in ${reference}; there: ${JSON.stringify(messages(reference).map(({ text }) => text))}`,
      ),
    waitForModal: (person, fits = () => true, { timeout = TIMEOUT } = {}) =>
      waitFor(
        workspace,
        () => modals(person).slice(-1).find(fits),
        timeout,
        () =>
          `a modal of ${person.name}; there: ${JSON.stringify(modals(person).map(({ view }) => view.title.text))}`,
      ),
    pings: () =>
      workspace.messages
        .all()
        .filter(({ author }) => author === identity.botUserId)
        .flatMap(({ channel: place, ts, pings }) => pings.map((who) => ({ channel: place, ts, who }))),
    state: () => stateOf(workspace),
  }
}

function missing(problem: string): never {
  throw new Error(problem)
}
