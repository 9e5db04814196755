import type { Logger } from 'pino'
import { grantsIn, isAtLeast } from '../access/role.js'
import type { Config } from '../config/config.js'
import type { Severity } from '../core/incident.js'
import { UserError } from '../core/user-error.js'
import type { Directory } from '../slack/directory.js'

export interface PeopleOptions {
  readonly config: Config
  readonly directory: Pick<Directory, 'membersOf'>
  readonly logger: Logger
  /** Whose turn it is now: Slack ids. Rejects, with a UserError, where there is no rotation or nobody can tell. */
  readonly onCall: () => Promise<readonly string[]>
}

/** A SEV-2 takes whoever is on call, a SEV-1 everyone besides: all who may do something there, by name and by group. A group that Slack does not tell is left out. */
export async function peopleFor(
  severity: Severity,
  environment: string | undefined,
  { config, directory, logger, onCall }: PeopleOptions,
): Promise<readonly string[]> {
  if (severity === 3) return []
  const called = await onCall().catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error
    return []
  })
  if (severity === 2) return called
  const grants = grantsIn(config, environment).filter(({ role }) => isAtLeast(role, 'operator'))
  const groups = await Promise.all(
    grants.flatMap((grant) =>
      grant.groups.map(async (group) => {
        try {
          return [...(await directory.membersOf(group))]
        } catch (error) {
          logger.warn({ err: error, group }, 'Slack does not say who is in a group; it is not invited')
          return []
        }
      }),
    ),
  )
  return [...called, ...grants.flatMap(({ users }) => users), ...groups.flat()]
}
