import type { ApprovalRule } from '../access/permissions.js'
import { roles } from '../core/caller.js'
import type { Approval } from '../core/operation.js'
import { askFor } from './decide.js'

/**
 * The stricter of what was asked for and of today's rule: more people, the higher role. A rule that was made lighter since does not let through what was asked
 * under the old one. The same object where today's rule adds nothing.
 * @param asked as the record has it; undefined: nothing was asked for
 * @param rule as the configuration has it now; undefined: nothing is asked for
 */
export function stricter(
  asked: Approval | undefined,
  rule: ApprovalRule | undefined,
  now: number,
): Approval | undefined {
  if (rule === undefined) return asked
  if (asked === undefined) return askFor(rule, now)
  const role = roles.indexOf(rule.role) > roles.indexOf(asked.role) ? rule.role : asked.role
  const needed = Math.max(rule.count, asked.needed)
  return role === asked.role && needed === asked.needed ? asked : { ...asked, needed, role }
}

/** Why it is asked again, one sentence. */
export function becameStricter({ needed, role }: Approval): string {
  const takes = needed === 1 ? `one ${role}` : `${needed} people with the role ${role}`
  return `The rule has become stricter since this was asked for: it takes ${takes} now.`
}
