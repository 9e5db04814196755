/** The three things Slack delivers. */
export type DeliveryKind = 'slash_commands' | 'interactive' | 'events_api'

export type Acknowledgement =
  | { readonly ok: true; readonly acknowledgedAfter: number; readonly body?: unknown }
  | {
      readonly ok: false
      readonly acknowledgedAfter: number
      readonly error: 'operation_timeout' | 'dispatch_failed'
      /** HTTP status, or what went wrong on the wire. */
      readonly reason: string
    }

export interface Retry {
  readonly attempt: number
  readonly reason: 'http_timeout' | 'http_error' | 'connection_failed'
}

export interface Transport {
  /** Delivers one payload and waits for its acknowledgement, never longer than the limit. Never throws. */
  readonly deliver: (
    kind: DeliveryKind,
    payload: Readonly<Record<string, unknown>>,
    retry?: Retry,
  ) => Promise<Acknowledgement>
  readonly stop: () => Promise<void>
}
