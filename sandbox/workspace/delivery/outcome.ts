import type { Delivery } from '../contract.js'
import type { Acknowledgement } from './transport.js'

/** What the person is told. `shown` is the text Slack would show, where there is one. */
export function deliveryFrom(acknowledgement: Acknowledgement, shown?: string): Delivery {
  const { ok, acknowledgedAfter } = acknowledgement
  const error = shown ?? (acknowledgement.ok ? undefined : acknowledgement.error)
  return { ok: ok && error === undefined, acknowledgedAfter, ...(error === undefined ? {} : { error }) }
}
