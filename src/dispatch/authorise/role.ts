import type { Config, Grant } from '../../config/config.js'
import { type Role, roles } from '../../core/caller.js'
import type { Access } from '../command.js'
import { type MemberOf, readMembers } from './membership.js'

export type RoleFound =
  | { readonly kind: 'enough' }
  | { readonly kind: 'too little'; readonly role: Role | undefined }
  /** The role would depend on groups that could not be read. */
  | { readonly kind: 'unreadable'; readonly role: Role | undefined; readonly groups: readonly string[] }

export function isAtLeast(role: Role | undefined, needed: Role): boolean {
  return role !== undefined && roles.indexOf(role) >= roles.indexOf(needed)
}

/** Grants that count in an environment; undefined: those that count anywhere. */
export function grantsIn(config: Config, environment: string | undefined): readonly Grant[] {
  return config.grants.filter(
    (grant) =>
      environment === undefined ||
      grant.environments.length === 0 ||
      grant.environments.includes(environment),
  )
}

/**
 * Whether a person has a role, or a higher one, in an environment. Groups are read only where nothing else suffices, and only those
 * that would help: an outage of Slack's group list does not lock out people who are named themselves.
 */
export async function findRole(
  userId: string,
  needed: Access,
  environment: string | undefined,
  config: Config,
  memberOf: MemberOf,
): Promise<RoleFound> {
  if (needed === 'anyone') return { kind: 'enough' }
  const grants = grantsIn(config, environment)
  const own = grants.filter((grant) => grant.users.includes(userId)).map((grant) => grant.role)
  const role = highest(config.everyone === undefined ? own : [config.everyone, ...own])
  if (isAtLeast(role, needed)) return { kind: 'enough' }
  const helpful = grants.filter((grant) => isAtLeast(grant.role, needed)).flatMap((grant) => grant.groups)
  const groups = [...new Set(helpful)]
  const answers = await Promise.allSettled(groups.map((group) => readMembers(memberOf, group)))
  if (answers.some((answer) => answer.status === 'fulfilled' && answer.value.has(userId)))
    return { kind: 'enough' }
  const unread = groups.filter((_, index) => answers[index]?.status === 'rejected')
  return unread.length === 0 ? { kind: 'too little', role } : { kind: 'unreadable', role, groups: unread }
}

function highest(found: readonly Role[]): Role | undefined {
  return roles.findLast((role) => found.includes(role))
}
