/** What is to be written down: small, and without secrets (the audit masks what looks like one all the same). */
export interface AuditEntry {
  /** `command`, `refused`, `requested`, `approved`, `change`, `changed`, `ended` … */
  readonly kind: string
  /** Slack id of whoever did it. */
  readonly actor: string
  readonly summary: string
  readonly operation?: string
  readonly environment?: string
  /** What AWS calls the request that changed something. */
  readonly requestId?: string
  /** Where it came from: `command`, `button`, `hook` … */
  readonly origin?: string
}

/** What was written down. The hash of its JSON text is the `before` of the next record. */
export interface AuditRecord extends AuditEntry {
  /** 1 for the first, then one more each. */
  readonly number: number
  /** Milliseconds since the epoch. */
  readonly at: number
  /** SHA-256 of the record before, in hex; empty for the first. */
  readonly before: string
}

/** One thing wrong with the chain, and which record it is about. */
export interface AuditProblem {
  readonly kind: 'changed' | 'missing' | 'inserted' | 'reordered'
  /** Number of the (first) record it is about. */
  readonly from: number
  /** Number of the last one, where several in a row are missing. */
  readonly to: number
  /** One sentence for people. */
  readonly what: string
}

/** What came of walking the whole chain. */
export interface AuditVerdict {
  /** Records that were looked at. */
  readonly records: number
  /** The newest record: to compare with the copy in the log. */
  readonly head: { readonly number: number; readonly hash: string }
  /** In the order of the records; empty: the chain is whole, as far as the store shows. */
  readonly problems: readonly AuditProblem[]
  /** What the chain was compared with, oldest first. */
  readonly anchors: readonly AuditAnchor[]
  /** Why nothing, or not everything, of the audit channel was compared: one sentence. */
  readonly unread?: string
  /** Problems found that are not in the list. */
  readonly more: number
}

/** A record that is known from elsewhere than the store. Whoever can write to the store can write a whole new chain, but not change these. */
export interface AuditAnchor {
  readonly number: number
  /** SHA-256, in hex. */
  readonly hash: string
  /** `process`: seen by the process that answers. `channel`: a message of ohmy's in the audit channel. `given`: by whoever asks. */
  readonly from: 'process' | 'channel' | 'given'
  /** When it was written (ms since the epoch). */
  readonly at?: number
}

/** The anchors in the audit channel, oldest first; and why they are not all, as one sentence. */
export interface WrittenAnchors {
  readonly anchors: readonly AuditAnchor[]
  readonly unread?: string
}

/** Where anchors are written that nobody who writes to the store can change. */
export interface AnchorPlace {
  /** Rejects where it could not be written. */
  write(anchor: Pick<AuditAnchor, 'number' | 'hash'>): Promise<void>
  /** Tells people there that the audit is not what an anchor says. Rejects where it could not be written. */
  warn(anchor: AuditAnchor): Promise<void>
  /** Never rejects. */
  read(): Promise<WrittenAnchors>
}

/** The record as JSON lines: `{"hash":"…","record":{…}}`, oldest first. The hash is of the letters between `"record":` and the last brace. */
export interface AuditExport {
  readonly lines: string
  readonly records: number
  /** Newer records that did not fit; 0: none. */
  readonly left: number
  /** When the last record was written (ms since the epoch); undefined where there is none. */
  readonly until: number | undefined
}

/** The audit as commands read it. */
export interface AuditReader {
  /**
   * Walks everything, in pages, and compares it with what is known from elsewhere.
   * @param given a record that somebody knows from the log or a message
   */
  verify(given?: Pick<AuditAnchor, 'number' | 'hash'>): Promise<AuditVerdict>
  /** @param since ms since the epoch */
  export(since: number): Promise<AuditExport>
  /**
   * What was recorded in that time, oldest first: ten thousand records at most.
   * @param time ms since the epoch
   */
  between(time: { readonly since: number; readonly until: number }): Promise<readonly AuditRecord[]>
  /** What was recorded of one operation, oldest first: the newest thousand records. */
  ofOperation(id: string): Promise<readonly AuditRecord[]>
}
