import type { Acknowledgement, DeliveryKind, Retry, Transport } from './transport.js'

/** One thing delivered to the bot, as tests look at it. */
export interface Delivered {
  readonly kind: DeliveryKind
  readonly payload: Readonly<Record<string, unknown>>
  /** Milliseconds since the epoch at which it was sent. */
  readonly at: number
  readonly retry?: Retry
  readonly acknowledgement: Acknowledgement
}

/** The same transport, writing down what it delivers once it is answered. */
export function recorded(transport: Transport, deliveries: Delivered[], now: () => number): Transport {
  return {
    stop: transport.stop,
    deliver: async (kind, payload, retry) => {
      const at = now()
      const acknowledgement = await transport.deliver(kind, payload, retry)
      deliveries.push({ kind, payload, at, acknowledgement, ...(retry === undefined ? {} : { retry }) })
      return acknowledgement
    },
  }
}
