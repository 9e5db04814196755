import type { Agent, Config, Grant } from '../config/config.js'
import { agentId, type Role, roles } from '../core/caller.js'
import type { Standing } from '../core/standing.js'
import type { Authority } from './authority.js'
import { readMembers, readStanding } from './membership.js'

/** What something takes. `anyone`: no role at all; for help only. */
export type Access = Role | 'anyone'

export type RoleFound =
  | { readonly kind: 'enough' }
  /** `standing`: the role for everyone would have been enough, and this is why it is not theirs. */
  | { readonly kind: 'too little'; readonly role: Role | undefined; readonly standing?: Standing }
  /** The role would depend on groups that could not be read, or on whether they are a full member of the workspace. */
  | {
      readonly kind: 'unreadable'
      readonly role: Role | undefined
      readonly groups: readonly string[]
      readonly standing: boolean
    }

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
 * Whether a person has a role, or a higher one, in an environment. What everyone may is for full members of the workspace; people who are named, themselves or by
 * a group, may be anybody. Standing and groups are read only where nothing else suffices, and only those that would help: an outage of Slack's lists does not lock
 * out people who are named themselves.
 */
export async function findRole(
  userId: string,
  needed: Access,
  environment: string | undefined,
  { config, memberOf, standingOf }: Pick<Authority, 'config' | 'memberOf' | 'standingOf'>,
): Promise<RoleFound> {
  if (needed === 'anyone') return { kind: 'enough' }
  const agent = config.agents.find(({ name }) => agentId(name) === userId)
  if (agent !== undefined) return roleOfAgent(agent, needed, environment)
  const grants = grantsIn(config, environment)
  const own = highest(grants.filter((grant) => grant.users.includes(userId)).map((grant) => grant.role))
  if (isAtLeast(own, needed)) return { kind: 'enough' }
  const asMember = isAtLeast(config.everyone, needed)
  const standing = asMember
    ? await readStanding(standingOf, userId).catch(() => 'unreadable' as const)
    : undefined
  if (standing === 'member') return { kind: 'enough' }
  const helpful = grants.filter((grant) => isAtLeast(grant.role, needed)).flatMap((grant) => grant.groups)
  const groups = [...new Set(helpful)]
  const answers = await Promise.allSettled(groups.map((group) => readMembers(memberOf, group)))
  if (answers.some((answer) => answer.status === 'fulfilled' && answer.value.has(userId)))
    return { kind: 'enough' }
  const unread = groups.filter((_, index) => answers[index]?.status === 'rejected')
  // What everyone has and is too little is shown as theirs: nothing depends on it.
  const role = standing === undefined ? highest([own, config.everyone]) : own
  if (standing === 'unreadable' || unread.length > 0)
    return { kind: 'unreadable', role, groups: unread, standing: standing === 'unreadable' }
  return { kind: 'too little', role, ...(standing === undefined ? {} : { standing }) }
}

/** An agent is in no group and no member of the workspace: it has the role that is written for it, and no other. */
function roleOfAgent(agent: Agent, needed: Role, environment: string | undefined): RoleFound {
  const { environments } = agent
  const isHere = environment === undefined || environments.length === 0 || environments.includes(environment)
  const role = isHere ? agent.role : undefined
  return isAtLeast(role, needed) ? { kind: 'enough' } : { kind: 'too little', role }
}

function highest(found: readonly (Role | undefined)[]): Role | undefined {
  return roles.findLast((role) => found.includes(role))
}
