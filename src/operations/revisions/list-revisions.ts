import type { ServiceDeployment, ServiceDeploymentStatus, ServiceRevision } from '../../aws/aws.js'
import { versionOf } from '../../aws/image-name.js'
import type { OperationRecord } from '../../core/operation.js'
import type { ListedRevision } from '../../core/service-revisions.js'
import { firstOf } from '../../status/wording.js'
import { currentRevision, provenVersions, type RollbackFacts } from '../rollback/rollback-choice.js'
import { nameOf } from '../service/service-release.js'
import { isUnfinished, rolloutState } from '../service/service-rollout.js'
import { describeVerdict, isVeto, startedBy } from '../service/service-verdicts.js'

/** Everything that the list stands on. */
export interface RevisionFacts extends Omit<RollbackFacts, 'to' | 'dropUnknownFields'> {
  readonly records: readonly OperationRecord[]
}

/** Pure: what was deployed, newest first, as far as ECS remembers it. @param most that are listed */
export function listRevisions(facts: RevisionFacts, most: number): readonly ListedRevision[] {
  const { history, revisions, records, ref } = facts
  const started = startedBy(records, ref, { history, revisions: [...revisions.values()] })
  const waysBack = waysBackIn(facts)
  return history.slice(0, most).flatMap((deployment): ListedRevision[] => {
    const revision = revisions.get(deployment.target)
    if (revision === undefined) return []
    const verdict = facts.verdicts.get(deployment.arn)
    const record = started.get(deployment.arn)
    const [digest] = revision.images.flatMap((image) => image.digest ?? [])
    return [
      {
        taskDefinition: nameOf(revision.taskDefinition),
        version: firstOf([...new Set(revision.images.map(({ image }) => versionOf(image)))]),
        ...(digest === undefined ? {} : { digest }),
        ...standing(facts, deployment, revision),
        beganAt: deployment.createdAt,
        ...(deployment.finishedAt === undefined ? {} : { endedAt: deployment.finishedAt }),
        ...endWords(deployment),
        ...(record === undefined ? {} : { by: { name: record.caller.name, operation: record.id } }),
        proven: deployment.status === 'SUCCESSFUL' && (verdict === undefined || !isVeto(verdict)),
        ...(verdict === undefined ? {} : { verdict: describeVerdict(verdict) }),
        isWayBack: waysBack.has(deployment.arn),
      },
    ]
  })
}

/** ARNs of the deployments that a rollback would trust, of each task definition the newest. */
function waysBackIn(facts: RevisionFacts): ReadonlySet<string> {
  const seen = new Set<string>()
  return new Set(
    provenVersions(facts).flatMap(({ taskDefinition, proven }) => {
      const name = nameOf(taskDefinition)
      if (proven === undefined || seen.has(name)) return []
      seen.add(name)
      return [proven.arn]
    }),
  )
}

function standing(
  facts: RevisionFacts,
  deployment: ServiceDeployment,
  revision: ServiceRevision,
): Pick<ListedRevision, 'stands' | 'until'> {
  const { history } = facts
  if (isUnfinished(deployment.status)) {
    return { stands: rolloutState(deployment) === 'running' ? 'coming' : 'never' }
  }
  if (deployment.status !== 'SUCCESSFUL') return { stands: 'never' }
  const after = history
    .slice(0, history.indexOf(deployment))
    .findLast(({ status }) => status === 'SUCCESSFUL')
  if (after !== undefined) return { stands: 'before', until: after.finishedAt ?? after.createdAt }
  // What is being deployed does not run yet, though ECS names it first.
  const isComing = history.some(({ status }) => isUnfinished(status))
  const runs = isComing || currentRevision(facts)?.taskDefinition === revision.taskDefinition
  return { stands: runs ? 'now' : 'before' }
}

const ends: Partial<Readonly<Record<ServiceDeploymentStatus, string>>> = {
  STOP_REQUESTED: 'it is being stopped',
  STOPPED: 'it was stopped',
  ROLLBACK_REQUESTED: 'ECS is going back',
  ROLLBACK_IN_PROGRESS: 'ECS is going back',
  ROLLBACK_SUCCESSFUL: 'ECS went back',
  ROLLBACK_FAILED: 'ECS could not go back',
}

function endWords({ status, statusReason }: ServiceDeployment): Pick<ListedRevision, 'outcome' | 'reason'> {
  const outcome = ends[status]
  if (outcome === undefined) return {}
  return { outcome, ...(statusReason === undefined ? {} : { reason: statusReason }) }
}
