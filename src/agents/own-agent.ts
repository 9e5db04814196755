import type { Agent, Config } from '../config/config.js'
import { UserError } from '../core/user-error.js'
import { listed } from '../core/wording.js'

/**
 * The agent that a person's own client speaks for: one that works for whom the operating system vouches for, never somebody else's.
 * @param named as it was asked for; undefined: the only one
 * @throws UserError where there is none, or several
 */
export function ownAgent(
  { agents, terminalUsers }: Pick<Config, 'agents' | 'terminalUsers'>,
  osUser: string,
  named: string | undefined,
): Agent {
  const user = Object.hasOwn(terminalUsers, osUser) ? terminalUsers[osUser] : undefined
  const theirs = agents.filter((agent) => agent.user === user)
  const found = named === undefined ? theirs : theirs.filter(({ name }) => name === named)
  const [only, other] = found
  if (only !== undefined && other === undefined) return only
  if (only !== undefined) {
    const names = listed(theirs.map(({ name }) => name))
    throw new UserError(
      'agent-unclear',
      'More than one agent works for you.',
      `Say which, with ohmy mcp --agent: ${names}.`,
    )
  }
  const what = named === undefined ? 'No agent works for you.' : `No agent called ${named} works for you.`
  const next = `Add one to ohmy.yaml below agents, with the Slack id that terminal.users has for ${osUser}.`
  throw new UserError('agent-unknown', what, next)
}
