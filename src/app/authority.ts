import type { Authority } from '../access/authority.js'
import type { Config } from '../config/config.js'
import type { IncidentIn } from '../incidents/incident-in.js'
import type { Directory } from '../slack/directory.js'

/** Who may do what, from ohmy.yaml, from what Slack says of people, groups and channels, and from the incidents that are open. */
export function createAuthority(config: Config, directory: Directory, incidentIn: IncidentIn): Authority {
  function goingBy({ membersOf, standingOf }: Pick<Directory, 'membersOf' | 'standingOf'>): Authority {
    return {
      config,
      memberOf: membersOf,
      standingOf,
      nameOf: directory.nameOf,
      channelNameOf: directory.channelName,
      incidentIn,
      afresh: () => goingBy(directory.afresh()),
    }
  }
  return goingBy(directory)
}
