import { type Role, roles } from '../core/caller.js'
import { inCode } from '../core/wording.js'
import type { Authority } from './authority.js'
import { readMembers } from './membership.js'
import { grantsIn, isAtLeast } from './role.js'

const mostNamed = 5

/**
 * Who has a role, for people to turn to: names where Slack tells them, otherwise ids. Never a mention: to ask for permission must
 * not ping anybody. What cannot be read is left out or shown as an id.
 */
export async function holdersOf(
  needed: Role,
  environment: string | undefined,
  authority: Authority,
): Promise<string> {
  if (isAtLeast(authority.config.everyone, needed)) return 'everyone'
  const grants = grantsIn(authority.config, environment).filter((grant) => isAtLeast(grant.role, needed))
  const nearestFirst = grants.toSorted((left, right) => roles.indexOf(left.role) - roles.indexOf(right.role))
  const users = new Set(nearestFirst.flatMap((grant) => grant.users))
  const unread: string[] = []
  for (const group of new Set(nearestFirst.flatMap((grant) => grant.groups))) {
    const members = await readMembers(authority.memberOf, group).catch(() => undefined)
    if (members === undefined) unread.push(`the group ${inCode(group)}`)
    for (const member of members ?? []) users.add(member)
  }
  const ids = [...users]
  const names = await Promise.all(ids.slice(0, mostNamed).map((id) => nameFor(id, authority)))
  const more = ids.length > mostNamed ? [`${ids.length - mostNamed} more`] : []
  const all = [...names, ...more, ...unread]
  if (all.length === 0) return 'nobody'
  return all.length === 1 ? (all[0] ?? '') : `${all.slice(0, -1).join(', ')} and ${all.at(-1) ?? ''}`
}

async function nameFor(id: string, authority: Authority): Promise<string> {
  const name = await authority.nameOf?.(id).catch(() => undefined)
  return name === undefined || name.trim() === '' || name === id ? inCode(id) : name
}
