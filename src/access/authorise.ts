import type { Caller } from '../core/caller.js'
import type { Environment } from '../core/environment.js'
import type { Access } from './role.js'
import type { Standing } from '../core/standing.js'
import { inCode } from '../core/wording.js'
import type { Authority } from './authority.js'
import { readStanding } from './membership.js'
import { permitChannel } from './channel.js'
import { holdersOf } from './holders.js'
import type { Permission } from './permission.js'
import { findRole, type RoleFound } from './role.js'

/** Something a person wants to do: by a command, a button or a modal alike. */
export interface Deed {
  readonly verb: string
  /** The role the verb takes, where the environment's policy does not say otherwise. */
  readonly access: Access
  readonly changes: boolean
  /** Undefined: the deed is about no environment; then a role in any of them is enough. */
  readonly environment: Environment | undefined
  readonly caller: Caller
}

/**
 * May this caller do this, here and now? Answers with a reason, never throws. Reads roles and groups afresh each time: a click is
 * checked as if it had been typed. What cannot be read is a refusal.
 */
export async function authorise(deed: Deed, authority: Authority): Promise<Permission> {
  const byRole = await permitRole(deed, authority)
  if (byRole.kind === 'refused' || !deed.changes) return byRole
  if (deed.environment !== undefined) return permitChannel(deed.caller, deed.environment, authority)
  return permitAnyChannel(deed.caller, authority)
}

/** The role a verb takes in an environment. A policy may ask for less than the verb does, but whoever only looks never changes anything. */
export function accessIn(
  { verb, access, changes }: Pick<Deed, 'verb' | 'access' | 'changes'>,
  environment: Environment | undefined,
): Access {
  const written = environment?.policy.access[verb]
  return written === undefined || (changes && written === 'viewer') ? access : written
}

async function permitRole(deed: Deed, authority: Authority): Promise<Permission> {
  const { verb, environment, caller } = deed
  const needed = accessIn(deed, environment)
  if (needed === 'anyone') return { kind: 'allowed' }
  const alone = await refusedAlone(deed, authority)
  if (alone !== undefined) return alone
  const found = await findRole(caller.id, needed, environment?.name, authority)
  if (found.kind === 'enough') return { kind: 'allowed' }
  const where = environment === undefined ? '' : ` in ${environment.name}`
  if (found.kind === 'unreadable') {
    return {
      kind: 'refused',
      code: 'roles-unreadable',
      what: `${inCode(verb)}${where} takes the role ${needed}, and Slack did not tell ${unread(found)}.`,
      next: 'Nothing was done. Try again in a minute, or ask somebody who has the role by name.',
    }
  }
  const holders = await holdersOf(needed, environment?.name, authority)
  return {
    kind: 'refused',
    code: 'role-missing',
    what: `${inCode(verb)}${where} takes the role ${needed}; ${ownRole(found)}.`,
    next:
      holders === 'nobody'
        ? 'Nobody has that role yet: whoever keeps ohmy.yaml can grant it.'
        : holders === 'everyone'
          ? 'Ask a full member of the workspace, or whoever keeps ohmy.yaml to name you there.'
          : `Ask one of those who have it: ${holders}.`,
  }
}

/** An agent works for somebody: where they are gone, or Slack does not say, it may neither look nor ask. */
async function refusedAlone(
  { verb, caller }: Deed,
  { standingOf }: Authority,
): Promise<Permission | undefined> {
  const { behind } = caller
  if (behind === undefined) return undefined
  const standing = await readStanding(standingOf, behind.id).catch(() => undefined)
  if (standing !== undefined && standing !== 'deactivated') return undefined
  return standing === undefined
    ? {
        kind: 'refused',
        code: 'roles-unreadable',
        what: `${inCode(verb)} is asked for ${behind.name}, and Slack did not tell whether they are still there.`,
        next: 'Nothing was done. Try again in a minute.',
      }
    : {
        kind: 'refused',
        code: 'role-missing',
        what: `${inCode(verb)} is asked for ${behind.name}, who has been deactivated in this workspace.`,
        next: 'Whoever keeps ohmy.yaml can name somebody else under `agents`.',
      }
}

function unread({ groups, standing }: Extract<RoleFound, { kind: 'unreadable' }>): string {
  const about = standing ? ['whether you are a full member of this workspace'] : []
  const inGroups = groups.length === 0 ? [] : [`who is in ${groups.map(inCode).join(', ')}`]
  return [...about, ...inGroups].join(', nor ')
}

const standings: Readonly<Record<Standing, string>> = {
  member: 'are a full member of this workspace',
  guest: 'are a guest in this workspace',
  stranger: 'belong to another workspace',
  bot: 'are a bot',
  deactivated: 'have been deactivated in this workspace',
}

function ownRole(found: Extract<RoleFound, { kind: 'too little' }>): string {
  const has = found.role === undefined ? 'you have none' : `you have ${found.role}`
  if (found.standing === undefined) return has
  return `${has}: what everyone may is for full members of this workspace, and you ${standings[found.standing]}`
}

async function permitAnyChannel(caller: Caller, authority: Authority): Promise<Permission> {
  let last: Permission = { kind: 'allowed' }
  for (const environment of authority.config.environments) {
    last = await permitChannel(caller, environment, authority)
    if (last.kind === 'allowed') return last
  }
  return last
}
