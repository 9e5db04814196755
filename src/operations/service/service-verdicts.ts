import { countedOf } from '../../core/wording.js'
import type { ServiceDeployment, ServiceDeploymentDetail, ServiceRevision } from '../../aws/aws.js'
import type { ServiceRef } from '../../core/environment.js'
import type { OperationRecord } from '../../core/operation.js'
import { serviceLock } from '../../core/service-lock.js'
import { utcTime } from '../../core/utc-time.js'
import type { Ports } from '../operations.js'
import { releasesOf } from './record-releases.js'
import { nameOf, type Release } from './service-release.js'
import { progressOf } from './service-release-steps.js'

/**
 * What speaks against a deployment that succeeded for ECS: most of it ohmy's own record, of which ECS knows nothing.
 * `taken back`, `not good`, `cancelled`: it did not come through ohmy's verification. `in verification`: not yet.
 * `left`: it did, and somebody took the version back later. `early`: ECS called it successful with tasks missing, and nobody saw the others hold.
 */
export interface Verdict {
  readonly kind: 'taken back' | 'not good' | 'cancelled' | 'in verification' | 'left' | 'early'
  /** `op-7k2m9qa`; empty of what is ECS's doing. */
  readonly operation: string
  /** ms since the epoch, by ohmy's clock. */
  readonly at: number
  /** Who cancelled it or took it back; of `early`, how many tasks there were. */
  readonly by: string
}

/** By the ARN of the service deployment. */
export type Verdicts = ReadonlyMap<string, Verdict>

/** A verdict that has not met its deployment yet. Deployments are told apart by their order, for clocks differ. */
interface Said extends Verdict {
  /** `family:revision` */
  readonly taskDefinition: string
  /** The newest deployment before it was carried out: what it brought is newer, what it left is not. */
  readonly since: string
}

const names = ['deploy-service', 'rollback-service', 'restart-service']

/** What a deployment is found by: the history of its service, newest first, and the revisions that it names. */
export interface Known {
  readonly history: readonly ServiceDeployment[]
  readonly revisions: readonly ServiceRevision[]
  /** Those that ECS called successful with tasks missing. */
  readonly unfinished?: readonly ServiceDeploymentDetail[]
}

/** ohmy's own deployments, rollbacks and restarts of a service, newest first. @throws when the store does not answer: nothing is called proven then */
export function readRecords(
  { past }: Pick<Ports, 'past'>,
  ref: ServiceRef,
  now: number,
): Promise<readonly OperationRecord[]> {
  return past.ofLocks([serviceLock(ref)], names, now)
}

/** Reads ohmy's record of a service. @throws when the store does not answer */
export async function readVerdicts(
  ports: Pick<Ports, 'past'>,
  ref: ServiceRef,
  now: number,
  known: Known,
): Promise<Verdicts> {
  return verdictsOn(await readRecords(ports, ref, now), ref, known)
}

function earlyVerdict({ targetTasks, finishedAt, createdAt }: ServiceDeploymentDetail): Verdict {
  const { running = 0, requested = 0 } = targetTasks ?? {}
  return {
    kind: 'early',
    operation: '',
    at: finishedAt ?? createdAt,
    by: countedOf(running, requested, 'task'),
  }
}

/** What ohmy itself has seen hold. */
export function verifiedOn(
  records: readonly OperationRecord[],
  ref: ServiceRef,
  known: Known,
): ReadonlySet<string> {
  const definitions = definitionsOf(known)
  const verified = records.flatMap((record) => {
    const { releases, named } = releasesOf(record)
    return releases.flatMap((release) => {
      const progress = progressOf(record, release, named)
      return isOf(release, ref) && progress.verified ? [{ ...progress, since: release.since }] : []
    })
  })
  return new Set(
    verified.flatMap(({ target, since }) => {
      const at = known.history.findIndex(({ arn }) => arn === since)
      const newer = at === -1 ? known.history : known.history.slice(0, at)
      return newer.findLast((deployment) => definitions.get(deployment.target) === target)?.arn ?? []
    }),
  )
}

function definitionsOf({ revisions }: Known): ReadonlyMap<string, string> {
  return new Map(revisions.map(({ arn, taskDefinition }) => [arn, nameOf(taskDefinition)]))
}

function isOf({ service }: Release, ref: ServiceRef): boolean {
  return service.cluster === ref.cluster && service.service === ref.service
}

/** Pure. @param records newest first */
export function verdictsOn(records: readonly OperationRecord[], ref: ServiceRef, known: Known): Verdicts {
  const verified = verifiedOn(records, ref, known)
  const early = (known.unfinished ?? []).flatMap((deployment): [string, Verdict][] =>
    verified.has(deployment.arn) ? [] : [[deployment.arn, earlyVerdict(deployment)]],
  )
  return new Map([...early, ...ownVerdicts(records, ref, known)])
}

function ownVerdicts(records: readonly OperationRecord[], ref: ServiceRef, known: Known): Verdicts {
  const verdicts = new Map<string, Verdict>()
  for (const { taskDefinition, since, ...verdict } of records.flatMap((record) => saidBy(record, ref))) {
    const { brought, left } = deploymentsMeant(known, { taskDefinition, since })
    const found = verdict.kind === 'left' ? left : brought
    if (found === undefined) continue
    const before = verdicts.get(found.arn)
    // That it was no good weighs more than that somebody left it.
    if (before === undefined || (before.kind === 'left' && verdict.kind !== 'left')) {
      verdicts.set(found.arn, verdict)
    }
  }
  return verdicts
}

/** Pure: which of its deployments ohmy started, by ARN, with its record of that. @param records newest first */
export function startedBy(
  records: readonly OperationRecord[],
  ref: ServiceRef,
  known: Known,
): ReadonlyMap<string, OperationRecord> {
  const started = new Map<string, OperationRecord>()
  for (const record of records) {
    const { releases, named } = releasesOf(record)
    for (const release of releases) {
      if (!isOf(release, ref)) continue
      const { target: taskDefinition, updated } = progressOf(record, release, named)
      if (taskDefinition === undefined || !updated) continue
      const { brought } = deploymentsMeant(known, { taskDefinition, since: release.since })
      if (brought !== undefined) started.set(brought.arn, record)
    }
  }
  return started
}

/** What a release brought is the first deployment of its task definition after the plan; what it left is the newest one before. */
function deploymentsMeant(
  { history, revisions }: Known,
  { taskDefinition, since }: Pick<Said, 'taskDefinition' | 'since'>,
): { readonly brought: ServiceDeployment | undefined; readonly left: ServiceDeployment | undefined } {
  const bringing = new Set(
    revisions.flatMap((revision) =>
      nameOf(revision.taskDefinition) === taskDefinition ? [revision.arn] : [],
    ),
  )
  const at = history.findIndex(({ arn }) => arn === since)
  const brings = ({ target }: ServiceDeployment) => bringing.has(target)
  return {
    brought: (at === -1 ? history : history.slice(0, at)).findLast(brings),
    left: (at === -1 ? [] : history.slice(at)).find(brings),
  }
}

/** Whether a deployment with this verdict proves nothing. */
export function isVeto({ kind }: Verdict): boolean {
  return kind !== 'left'
}

/** `ohmy took it back 2026-11-28 13:36 UTC (op-7k2m9qa)`, which views show as an age */
export function describeVerdict({ kind, operation, at, by }: Verdict): string {
  if (kind === 'early')
    return `ECS called it successful ${utcTime(at)} with ${by} running, and nothing shows that the others held`
  const when = `${utcTime(at)} (${operation})`
  if (kind === 'taken back') return `ohmy took it back ${when}`
  if (kind === 'not good') return `ohmy did not find it good ${when}`
  if (kind === 'cancelled') return `${by} cancelled it before it was verified, ${when}`
  if (kind === 'left') return `${by} took it back ${when}`
  return `it is still being verified (${operation})`
}

function saidBy(record: OperationRecord, ref: ServiceRef): readonly Said[] {
  const { releases, named, back } = releasesOf(record)
  return releases
    .filter((release) => isOf(release, ref))
    .flatMap((release) => [
      ...onWhatItBrought(record, release, named),
      ...(back ? onWhatItLeft(record, release) : []),
    ])
}

function onWhatItBrought(record: OperationRecord, release: Release, named: boolean): readonly Said[] {
  const { target, updated, verified, verifying } = progressOf(record, release, named)
  const kind = kindOf(record, verifying)
  if (target === undefined || !updated || verified || kind === undefined) return []
  return [{ ...wordsOf(record), kind, taskDefinition: target, since: release.since }]
}

function kindOf({ state }: OperationRecord, verifying: boolean): Verdict['kind'] | undefined {
  if (state === 'rolled back' || state === 'reverting') return 'taken back'
  if (state === 'cancelled') return 'cancelled'
  if (state === 'queued' || state === 'running') return 'in verification'
  // Where it failed before, ECS itself tells how the deployment ended.
  return state === 'failed' && verifying ? 'not good' : undefined
}

function onWhatItLeft(record: OperationRecord, { from, since }: Release): readonly Said[] {
  if (record.state !== 'succeeded') return []
  return [{ ...wordsOf(record), kind: 'left', taskDefinition: nameOf(from), since }]
}

function wordsOf(record: OperationRecord): Pick<Verdict, 'operation' | 'at' | 'by'> {
  const by = (record.cancelRequestedBy ?? record.caller).name
  return { operation: record.id, at: record.endedAt ?? record.startedAt ?? record.requestedAt, by }
}
