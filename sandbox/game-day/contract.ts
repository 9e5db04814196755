/** `POST /sandbox/trouble`: `{"trouble":"out-of-memory","do":"begin"}`, and `mend` for the way back. Answers a `GameDay`. */
export interface TroubleRequest {
  readonly trouble: string
  readonly do: 'begin' | 'mend'
}

/** `GET /sandbox/game-day` */
export interface GameDay {
  readonly troubles: readonly OfferedTrouble[]
  /** Newest first. */
  readonly rounds: readonly Round[]
}

export interface OfferedTrouble {
  readonly name: string
  readonly title: string
  readonly says: string
  /** What to ask where nothing rings by itself. */
  readonly ask?: string
  readonly lasts: boolean
}

/** One trouble from its beginning to its end. Times in ms since the epoch; absent: not yet. */
export interface Round {
  readonly trouble: string
  readonly title: string
  readonly begunAt: number
  /** The first message of ohmy that tells of it. */
  readonly told?: { readonly at: number; readonly channel: string; readonly ts: string }
  /** Somebody said that they look after it, took the page or leads its incident. */
  readonly acknowledgedAt?: number
  /** Its cause is gone, and none of its alarms rings. */
  readonly mitigatedAt?: number
  /** What ohmy told is closed too: the alert's message, and the incidents that were opened since. */
  readonly resolvedAt?: number
}
