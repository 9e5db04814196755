import type { Authority } from '../access/authority.js'
import type { Config } from '../config/config.js'
import type { Directory } from '../slack/directory.js'

/** Who may do what, from ohmy.yaml and from what Slack says of people, groups and channels. */
export function createAuthority(config: Config, directory: Directory): Authority {
  function goingBy({ membersOf, standingOf }: Pick<Directory, 'membersOf' | 'standingOf'>): Authority {
    return {
      config,
      memberOf: membersOf,
      standingOf,
      nameOf: directory.nameOf,
      channelNameOf: directory.channelName,
      afresh: () => goingBy(directory.afresh()),
    }
  }
  return goingBy(directory)
}
