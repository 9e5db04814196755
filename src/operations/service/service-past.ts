import type {
  EcsService,
  ServiceDeployment,
  ServiceDeploymentDetail,
  ServiceRevision,
} from '../../aws/aws.js'
import type { OperationRecord } from '../../core/operation.js'
import type { Ports } from '../operations.js'
import { unfinishedSuccesses } from './early-success.js'
import { awsOf } from './service-environment.js'
import { readRecords, type Verdicts, verdictsOn } from './service-verdicts.js'

/** Deployments that are looked through for one that went well. */
const historyLookedAt = 60

/** What is known of what a service ran before. */
export interface ServicePast {
  /** Deployments of the service, newest first, as far back as ECS keeps them. */
  readonly history: readonly ServiceDeployment[]
  /** The newest of them in full. */
  readonly newest?: ServiceDeploymentDetail
  /** By ARN: every revision that the history names. */
  readonly revisions: ReadonlyMap<string, ServiceRevision>
  /** What ohmy's own record says against deployments of the history. */
  readonly verdicts: Verdicts
  /** Its deployments, rollbacks and restarts by ohmy, newest first. */
  readonly records: readonly OperationRecord[]
}

/** Asks ECS for the service's past, and ohmy's record for what it says of it. @throws when the store does not answer */
export async function readPast(ports: Ports, service: EcsService, now: number): Promise<ServicePast> {
  const { ref } = service
  const aws = awsOf(ports, ref)
  const history = await aws.serviceDeployments(ref, historyLookedAt)
  const [first] = history
  const [newest] = first === undefined ? [] : await aws.describeServiceDeployments([first.arn])
  const targets = history.map(({ target }) => target)
  const [revisions, records, unfinished] = await Promise.all([
    aws.describeRevisions(revisionsNamed(targets, newest, service.currentServiceRevisions)),
    readRecords(ports, ref, now),
    unfinishedSuccesses(aws, service, history),
  ])
  return {
    history,
    verdicts: verdictsOn(records, ref, { history, revisions, unfinished }),
    records,
    revisions: new Map(revisions.map((revision) => [revision.arn, revision])),
    ...(newest === undefined ? {} : { newest }),
  }
}

function revisionsNamed(
  targets: readonly string[],
  newest: ServiceDeploymentDetail | undefined,
  current: readonly string[],
): readonly string[] {
  const sources = newest?.sources.map(({ revision }) => revision) ?? []
  const back = newest?.rollback === undefined ? [] : [newest.rollback.revision]
  return [...new Set([...targets, ...sources, ...back, ...current])].filter((arn) => arn !== '')
}
