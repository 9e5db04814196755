import type {
  Alarm,
  EcsService,
  EcsTask,
  ScalableTarget,
  ServiceDeploymentDetail,
  ServiceRevision,
  Target,
} from '../aws/aws.js'
import type { ServiceRef } from '../core/environment.js'
import type { MeasurementPlan } from './measurements.js'

/** Everything AWS said, by the ECS name or ARN it was asked by. What is absent was not asked or not answered. */
export interface Findings {
  readonly refs: ServiceRef[]
  /** Why the list of services ended early. */
  listingFailed: string | undefined
  readonly services: Map<string, EcsService>
  /** Services whose description failed, and why. */
  readonly undescribed: Map<string, string>
  readonly revisions: Map<string, ServiceRevision>
  /** Those under way that are no plain rolling updates. */
  readonly deployments: Map<string, ServiceDeploymentDetail>
  readonly scaling: Map<string, ScalableTarget>
  readonly health: Map<string, readonly Target[]>
  readonly stopped: Map<string, readonly EcsTask[]>
  /** Of the services whose target groups hold targets that may be others'. */
  readonly running: Map<string, readonly EcsTask[]>
  alarms: readonly Alarm[]
  readonly plans: MeasurementPlan[]
  /** By the question's key; a key without an answer had no data, or is in `unanswered`. */
  readonly answers: Map<string, number>
  /** Keys of questions whose call failed: not even "no data" is known. */
  readonly unanswered: Set<string>
}

export function emptyFindings(): Findings {
  return {
    refs: [],
    listingFailed: undefined,
    services: new Map(),
    undescribed: new Map(),
    revisions: new Map(),
    deployments: new Map(),
    scaling: new Map(),
    health: new Map(),
    stopped: new Map(),
    running: new Map(),
    alarms: [],
    plans: [],
    answers: new Map(),
    unanswered: new Set(),
  }
}
