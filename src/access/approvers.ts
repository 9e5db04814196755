import type { Grant } from '../config/config.js'
import { type Role, roles } from '../core/caller.js'
import type { Authority } from './authority.js'
import { readMembers } from './membership.js'
import { grantsIn, isAtLeast } from './role.js'

/** Whom a request for approval turns to. Slack ids. */
export interface Approvers {
  /** User groups, mentioned as a whole. */
  readonly groups: readonly string[]
  readonly people: readonly string[]
  /** Others who may as well, and are not mentioned. */
  readonly others: number
}

/** Nobody is called by a crowd: so many groups and people at most. */
export const mostGroups = 2
export const mostPeople = 5

/**
 * Who may approve and is to be told: those of the role itself before those of a higher one, its user groups where there are any, else its people. A group in
 * which somebody of `without` is becomes its other members: who asked is not called to their own request. Everybody, where everybody has the role, is nobody
 * to mention. A group that Slack does not tell of is mentioned as a whole: that nobody hears of a request is worse.
 * @param without Slack ids: who asked, who has decided already
 */
export async function approversOf(
  role: Role,
  environment: string,
  without: readonly string[],
  authority: Pick<Authority, 'config' | 'memberOf'>,
): Promise<Approvers> {
  for (const candidate of roles.slice(roles.indexOf(role))) {
    const grants = grantsIn(authority.config, environment).filter((grant) => grant.role === candidate)
    const found = await inGrants(grants, without, authority)
    if (found.groups.length + found.people.length > 0) return found
    if (isAtLeast(authority.config.everyone, candidate)) break
  }
  return { groups: [], people: [], others: 0 }
}

async function inGrants(
  grants: readonly Grant[],
  without: readonly string[],
  { memberOf }: Pick<Authority, 'memberOf'>,
): Promise<Approvers> {
  const whole: string[] = []
  const members = new Set<string>()
  for (const group of new Set(grants.flatMap(({ groups }) => groups))) {
    const people = await readMembers(memberOf, group).catch(() => undefined)
    if (people === undefined) whole.push(group)
    else if (without.some((person) => people.has(person))) for (const one of people) members.add(one)
    else if (people.size > 0) whole.push(group)
  }
  const isLeft = (person: string) => !without.includes(person)
  const ofGroups = [...members].filter(isLeft)
  const named = [...new Set(grants.flatMap(({ users }) => users))].filter(isLeft)
  // A group is there so that nobody has to be named one by one.
  const people = whole.length + ofGroups.length > 0 ? ofGroups : named
  const groups = whole.slice(0, mostGroups)
  const asked = people.slice(0, mostPeople)
  return { groups, people: asked, others: people.length - asked.length }
}
