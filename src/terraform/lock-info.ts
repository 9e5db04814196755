/** What Terraform writes into a lock. All of it is untrusted. */
export interface LockInfo {
  readonly id: string
  /** `OperationTypeApply` */
  readonly operation: string
  /** `ci@runner-7` */
  readonly who: string
  /** ms since the epoch; absent: it does not say. */
  readonly since?: number
}

const longest = 200

/** What the text of a lock says; undefined where it is not what Terraform writes. Both places hold the same JSON. */
export function readLockInfo(text: string): LockInfo | undefined {
  try {
    const read: unknown = JSON.parse(text)
    if (typeof read !== 'object' || read === null) return undefined
    const { ID, Operation, Who, Created } = read as Readonly<Record<string, unknown>>
    if (typeof ID !== 'string' || ID === '') return undefined
    const since = typeof Created === 'string' ? Date.parse(Created) : Number.NaN
    const said = (value: unknown) => (typeof value === 'string' ? value.slice(0, longest) : '')
    return {
      id: said(ID),
      operation: said(Operation),
      who: said(Who),
      ...(Number.isNaN(since) ? {} : { since }),
    }
  } catch {
    return undefined
  }
}
