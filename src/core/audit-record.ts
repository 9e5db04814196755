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
  /** In the order of the records; empty: the chain is whole. */
  readonly problems: readonly AuditProblem[]
  /** Problems found that are not in the list. */
  readonly more: number
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
  /** Walks everything, in pages. */
  verify(): Promise<AuditVerdict>
  /** @param since ms since the epoch */
  export(since: number): Promise<AuditExport>
  /** What was recorded of one operation, oldest first: the newest thousand records. */
  ofOperation(id: string): Promise<readonly AuditRecord[]>
}
