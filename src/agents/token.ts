import { createHash, timingSafeEqual } from 'node:crypto'
import type { Agent } from '../config/config.js'

/** Shorter ones can be guessed. */
const shortest = 32

/**
 * Whose token this is; undefined: nobody's. All are compared, so that the time it takes tells nothing.
 * @param authorization the header as it came: `Bearer …`
 */
export function agentOfToken(authorization: string | undefined, agents: readonly Agent[]): Agent | undefined {
  const token = /^Bearer ([\x21-\x7e]{1,500})$/i.exec(authorization ?? '')?.[1] ?? ''
  const given = createHash('sha256').update(token).digest()
  const theirs = agents.filter(({ tokens }) =>
    tokens.map((hash) => timingSafeEqual(Buffer.from(hash, 'hex'), given)).includes(true),
  )
  return token.length < shortest ? undefined : theirs[0]
}
