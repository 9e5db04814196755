import type { ApiCall } from './calls.js'
import type { Changes } from './changes.js'
import type { Canvas } from './contract.js'
import type { Channels } from './channels.js'
import type { Delivery } from './contract.js'
import type { Transport } from './delivery/transport.js'
import type { EmulatedSlack } from './emulator.js'
import type { ArmedFaults } from './faults.js'
import type { Messages } from './messages.js'
import type { Modals, StateValues } from './modals.js'
import type { Settings } from './options.js'
import type { ResponseUrls } from './response-urls.js'
import type { Triggers } from './triggers.js'

/** Everything a running workspace is made of. */
export interface RunningWorkspace {
  readonly settings: Settings
  readonly url: string
  readonly slack: EmulatedSlack
  readonly channels: Channels
  readonly messages: Messages
  readonly modals: Modals
  readonly changes: Changes
  readonly triggers: Triggers
  readonly responseUrls: ResponseUrls
  readonly faults: ArmedFaults
  readonly transport: Transport
  /** Tells the bot of something, as its subscriptions do. */
  readonly emit: (event: Readonly<Record<string, unknown>>) => Promise<Delivery>
  /** A fresh ws:// address, in Socket Mode. */
  readonly openSocket: () => string | undefined
  readonly calls: ApiCall[]
  readonly canvases: Canvas[]
  /** What a person chose in a message's menus, by `<channel> <ts> <person>`. */
  readonly selections: Map<string, StateValues>
  /** A timestamp id for what `emulate` does not keep: ephemeral messages. */
  readonly nextTs: () => string
}
