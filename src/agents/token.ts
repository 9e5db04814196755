import type { Agent } from '../config/config.js'
import { ownerOfToken } from '../core/token-hash.js'

/**
 * Whose token this is; undefined: nobody's.
 * @param authorization the header as it came: `Bearer …`
 */
export function agentOfToken(authorization: string | undefined, agents: readonly Agent[]): Agent | undefined {
  const token = /^Bearer ([\x21-\x7e]{1,500})$/i.exec(authorization ?? '')?.[1] ?? ''
  return ownerOfToken(token, agents, ({ tokens }) => tokens)
}
