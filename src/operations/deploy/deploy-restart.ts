import { shortDigest } from '../../aws/image-name.js'
import { firstOf } from '../../status/wording.js'
import type { Decided, DeployFacts, From, ServiceFacts } from './deploy-facts.js'
import type { DeployInput } from './deploy-input.js'
import { refuseUnproven } from './deploy-refusals.js'
import { newestKnown, standsBehind } from './deploy-wording.js'
import { refuseExpressRestart } from '../service/express-mode.js'
import { isMoved } from '../service/images-now.js'
import { refuseUnpullable } from '../service/images-wording.js'
import { versionsOf } from '../service/service-versions.js'

/** New tasks of the same task definition. Where a tag was pushed again they run another image, and then the same holds as for any other image. */
export function restart(input: DeployInput, facts: DeployFacts, service: ServiceFacts, from: From): Decided {
  const { current, currentNow } = service
  refuseExpressRestart(service)
  refuseUnpullable(currentNow, newestKnown(service))
  const moved = currentNow.filter(isMoved)
  for (const { image } of moved) refuseUnproven(image, input, facts, service)
  const digests = Object.fromEntries(
    moved.flatMap(({ container, now: found }) =>
      typeof found === 'object' ? [[container, found.digest]] : [],
    ),
  )
  const version = versionsOf(current)
  const again = Object.values(digests).map(shortDigest)
  const to = again.length === 0 ? `${version}, new tasks` : `${version}, pushed again as ${firstOf(again)}`
  return {
    facts: service,
    release: { ...from, to: { kind: 'restart', digests } },
    changes: [{ what: 'Tasks', from: version, to }],
    details:
      again.length === 0
        ? ['Nothing else changes: each task is replaced by a new one of the same version.']
        : ['The tag means another image than the one that runs.', ...standsBehind(facts, service)],
  }
}
