import type { EcsTaskDefinition, RevisionSettings } from '../../aws/aws.js'
import { parseImageName } from '../../aws/image-name.js'
import type { ServiceRef } from '../../core/environment.js'
import type { ServiceDifference } from '../../core/service-difference.js'
import { UserError } from '../../core/user-error.js'
import type { Ports } from '../operations.js'
import { currentRevision, provenVersions, type RollbackFacts } from '../rollback/rollback-choice.js'
import { refuseUnreadExpress } from '../service/express-mode.js'
import { type Digests, digestsOf } from '../service/images-now.js'
import { alike, difference, settingsDifference } from '../service/service-difference.js'
import { awsOf } from '../service/service-environment.js'
import { readPast } from '../service/service-past.js'
import { isSame, nameOf } from '../service/service-release.js'
import { sideOf } from './compared-side.js'
import { containersMoved, otherDigests } from './other-digests.js'

/** Versions as they are typed: a revision (`41`, `family:41`) or an image tag. Absent: what ran well before, and what runs now. */
export interface Versions {
  readonly from?: string
  readonly to?: string
}

/** What is different between two versions of a service. @param now ms since the epoch @throws AwsError, UserError */
export async function compareVersions(
  ports: Ports,
  ref: ServiceRef,
  versions: Versions,
  now: number,
): Promise<ServiceDifference> {
  const service = await awsOf(ports, ref).describeService(ref)
  refuseUnreadExpress({ ref, service })
  const past = await readPast(ports, service, now)
  const facts: RollbackFacts = { ...past, ref, environment: ref.environment, service, active: [] }
  // Both before either is read: what one of them throws here would leave the other to nobody.
  const references = [
    versions.from === undefined ? before(facts) : meant(facts, versions.from),
    versions.to === undefined ? service.taskDefinition : meant(facts, versions.to),
  ] as const
  const [from, to] = await Promise.all([
    readVersion(ports, facts, references[0]),
    readVersion(ports, facts, references[1]),
  ])
  const options = { byName: true }
  return {
    service: ref.name,
    from: sideOf(from.definition, ref.environment),
    to: sideOf(to.definition, ref.environment),
    changes: [
      ...difference(from.definition, to.definition, options),
      ...otherDigests(from, to),
      ...settingsDifference(from.settings, to.settings),
    ],
    same: alike(from.definition, to.definition, { ...options, moved: containersMoved(from, to) }),
  }
}

/** What a rollback would go back to. */
function before(facts: RollbackFacts): string {
  const [target] = provenVersions(facts)
  if (target !== undefined) return target.taskDefinition
  const { ref, environment } = facts
  const what = `ECS knows no other version of ${ref.name} in ${environment} that ran well.`
  const next = `Name the versions: \`/ohmy diff ${ref.name} ${environment} --from <revision or tag> --to <revision or tag>\`.`
  throw new UserError('nothing-before', what, next)
}

function meant({ service, history, revisions, ref, environment }: RollbackFacts, typed: string): string {
  const [family = ''] = nameOf(service.taskDefinition).split(':')
  if (/^\d+$/.test(typed)) return `${family}:${typed}`
  if (/:\d+$/.test(typed)) return typed
  for (const { target } of history) {
    const revision = revisions.get(target)
    if (revision?.images.some(({ image }) => parseImageName(image).tag === typed) === true)
      return revision.taskDefinition
  }
  const what = `${typed} was never deployed to ${ref.name} in ${environment}, as far as ECS remembers.`
  throw new UserError(
    'version-unknown',
    what,
    `\`/ohmy revisions ${ref.name} ${environment}\` lists what was.`,
  )
}

interface Version {
  readonly definition: EcsTaskDefinition
  readonly digests: Digests
  readonly settings: RevisionSettings | undefined
}

async function readVersion(ports: Ports, facts: RollbackFacts, reference: string): Promise<Version> {
  const { ref, revisions } = facts
  const definition = await awsOf(ports, ref).describeTaskDefinition(reference, { content: true })
  if (definition === undefined) {
    const next = `\`/ohmy revisions ${ref.name} ${ref.environment}\` lists what was deployed.`
    throw new UserError('task-definition-unknown', `ECS knows no task definition ${nameOf(reference)}.`, next)
  }
  const isIt = ({ taskDefinition }: { readonly taskDefinition: string }) =>
    isSame(taskDefinition, definition.arn)
  const current = currentRevision(facts)
  const ran =
    current !== undefined && isIt(current)
      ? current
      : facts.history.flatMap(({ target }) => revisions.get(target) ?? []).find(isIt)
  return { definition, digests: digestsOf(ran), settings: ran?.settings }
}
