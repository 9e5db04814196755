import { randomBytes } from 'node:crypto'

const USES = 5
const LIFETIME = 30 * 60_000

/** What a response_url answers to: the place, the person, and the message that was clicked, if one was. */
export interface ResponseTarget {
  readonly channel: string
  readonly person: string
  readonly messageTs?: string
  readonly threadTs?: string
}

export interface ResponseUrls {
  readonly issue: (target: ResponseTarget) => string
  /** Counts one use: the target, or Slack's error. */
  readonly use: (id: string) => ResponseTarget | { readonly error: 'used_url' | 'expired_url' }
}

/** Response URLs under `<base>/response/`: five uses in 30 minutes each. */
export function createResponseUrls(base: string, now: () => number): ResponseUrls {
  const issued = new Map<string, { target: ResponseTarget; at: number; uses: number }>()
  return {
    issue: (target) => {
      const id = randomBytes(12).toString('hex')
      issued.set(id, { target, at: now(), uses: 0 })
      return `${base}/response/${id}`
    },
    use: (id) => {
      const found = issued.get(id)
      if (found === undefined || now() - found.at > LIFETIME) return { error: 'expired_url' }
      if (found.uses >= USES) return { error: 'used_url' }
      found.uses += 1
      return found.target
    },
  }
}
