import type { Authority } from '../../src/access/authority.js'
import type { Config } from '../../src/config/config.js'

/** Roles of a configuration, in a workspace of full members without groups; what else Slack says is given. */
export function authorityOf(config: Config, overrides: Partial<Authority> = {}): Authority {
  const authority: Authority = {
    config,
    memberOf: async () => new Set(),
    standingOf: async () => 'member',
    afresh: () => authority,
    ...overrides,
  }
  return authority
}
