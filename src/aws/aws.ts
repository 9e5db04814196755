import type { CostExplorerPort } from './cost-tables.js'
import type { Environment, ServiceRef } from '../core/environment.js'
import type { LocalCache } from '../core/local-cache.js'
import type { AlarmsPort } from './alarms.js'
import type { LiveTailPort } from './live-tail.js'
import type { LogQueriesPort } from './log-queries.js'
import type { DashboardsPort } from './dashboards.js'
import type { LogsPort } from './logs.js'
import type { MetricsPort } from './metrics.js'

/** An ECS service as DescribeServices has it, reduced to what ohmy relies on. Times in ms since the epoch. */
export interface EcsService {
  readonly ref: ServiceRef
  readonly arn: string
  readonly status: string
  readonly desired: number
  readonly running: number
  readonly pending: number
  readonly taskDefinition: string
  readonly deploymentController: 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL'
  /** Newest first: PRIMARY, then ACTIVE ones. */
  readonly deployments: readonly EcsDeployment[]
  readonly currentServiceDeployment?: string
  readonly currentServiceRevisions: readonly string[]
  readonly targetGroups: readonly string[]
  /** Newest first. */
  readonly events: readonly { readonly at: number; readonly text: string }[]
}

export interface EcsDeployment {
  readonly id: string
  readonly status: string
  readonly rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED' | undefined
  readonly rolloutStateReason?: string
  readonly desired: number
  readonly running: number
  readonly pending: number
  readonly failedTasks: number
  readonly createdAt: number
  readonly taskDefinition: string
}

/** What a service revision fixes besides the task definition. UpdateService with a task definition alone does not bring it back. */
export interface RevisionSettings {
  readonly subnets: readonly string[]
  readonly securityGroups: readonly string[]
  readonly publicAddress: boolean
  readonly targetGroups: readonly string[]
  /** Fargate's, `1.4.0`; absent where ECS names none. */
  readonly platformVersion?: string
}

export interface ServiceRevision {
  readonly arn: string
  readonly taskDefinition: string
  readonly settings?: RevisionSettings
  readonly images: readonly { readonly container: string; readonly image: string; readonly digest?: string }[]
}

export type ServiceDeploymentStatus =
  | 'PENDING'
  | 'IN_PROGRESS'
  | 'SUCCESSFUL'
  | 'STOP_REQUESTED'
  | 'STOPPED'
  | 'ROLLBACK_REQUESTED'
  | 'ROLLBACK_IN_PROGRESS'
  | 'ROLLBACK_SUCCESSFUL'
  | 'ROLLBACK_FAILED'

/** One deployment of a service as its history lists it (ECS keeps 90 days). Times in ms since the epoch. */
export interface ServiceDeployment {
  readonly arn: string
  readonly status: ServiceDeploymentStatus
  /** Untrusted: ECS wrote it, partly from what others named. */
  readonly statusReason?: string
  /** ARN of the service revision it brings. */
  readonly target: string
  readonly createdAt: number
  readonly finishedAt?: number
}

/** How many tasks of a service revision there are. */
export interface RevisionTasks {
  readonly revision: string
  readonly requested: number
  readonly running: number
  readonly pending: number
}

/** One deployment of a service in full. */
export interface ServiceDeploymentDetail extends ServiceDeployment {
  readonly sources: readonly RevisionTasks[]
  readonly targetTasks?: RevisionTasks
  /** The lifecycle hook that holds it until somebody decides. */
  readonly pausedAt?: { readonly hook: string; readonly stage: string; readonly until?: number }
  /** Where ECS is going back to, or went back to. */
  readonly rollback?: { readonly revision: string; readonly reason?: string }
  readonly failures?: { readonly count: number; readonly threshold: number; readonly tripped: boolean }
  readonly alarmsThatRang: readonly string[]
}

/** A task definition, reduced to what ohmy shows and compares. It holds no value of an environment variable. */
export interface EcsTaskDefinition {
  readonly arn: string
  readonly family: string
  readonly revision: number
  readonly status: 'ACTIVE' | 'INACTIVE' | 'DELETE_IN_PROGRESS'
  readonly registeredAt: number
  readonly cpu?: string
  readonly memory?: string
  readonly containers: readonly EcsContainer[]
  readonly tags: Readonly<Record<string, string>>
}

export interface EcsContainer {
  readonly name: string
  readonly image: string
  readonly essential: boolean
  readonly cpu?: number
  readonly memory?: number
  /** Name → a hash of the value: enough to see that it differs. */
  readonly environment: Readonly<Record<string, string>>
  /** Name → where the secret lies (an ARN), never what it is. */
  readonly secrets: Readonly<Record<string, string>>
  /** Where the log driver awslogs writes to: streams are named `streamPrefix/container/task id`. */
  readonly logs?: { readonly group: string; readonly streamPrefix: string }
}

/** An image in a registry. */
export interface RegistryImage {
  readonly digest: string
  readonly tags: readonly string[]
  readonly pushedAt: number
}

export interface ScalableTarget {
  readonly ref: ServiceRef
  readonly minimum: number
  readonly maximum: number
}

export interface Target {
  readonly id: string
  readonly port?: number
  readonly state: 'initial' | 'healthy' | 'unhealthy' | 'unused' | 'draining' | 'unavailable'
  readonly reason?: string
}

export interface EcsTask {
  readonly id: string
  readonly lastStatus: string
  readonly taskDefinition?: string
  readonly stoppedAt?: number
  readonly stoppedReason?: string
  readonly stopCode?: string
  readonly containers: readonly {
    readonly name: string
    readonly exitCode?: number
    readonly reason?: string
  }[]
}

export interface MetricQuestion {
  /** The asker's own key: comes back with the answer. */
  readonly key: string
  readonly namespace: string
  readonly metric: string
  readonly dimensions: Readonly<Record<string, string>>
  /** `Average`, `Sum`, `Maximum`, `p95` */
  readonly statistic: string
  /** Seconds. */
  readonly period: number
}

export type { Alarm } from '../core/alarms.js'

/**
 * Everything ohmy asks of and changes in one environment's AWS account. Every call has a timeout and a retry budget; questions are
 * retried within it, changes never are: whoever changes looks again first (see the engine's steps). Errors are `AwsError`s.
 */
export interface Aws
  extends LogsPort,
    LogQueriesPort,
    LiveTailPort,
    AlarmsPort,
    MetricsPort,
    CostExplorerPort,
    DashboardsPort {
  readonly environment: Environment
  /** The last answers to what people looked at in this process; used by `lookAt` alone. */
  readonly known: LocalCache
  /** The services of the cluster: the configured ones without a call, otherwise ListServices (100 a page). */
  services(): AsyncIterable<readonly ServiceRef[]>
  /** 10 a call, in parallel; services ECS does not know are left out. */
  describeServices(refs: readonly ServiceRef[]): Promise<readonly EcsService[]>
  /** One service, or a UserError `service-not-found`. Never from a cache. */
  describeService(ref: ServiceRef): Promise<EcsService>
  /** 20 a call; revisions never change, so each is asked for once. */
  describeRevisions(arns: readonly string[]): Promise<readonly ServiceRevision[]>
  /** The newest deployments of a service, newest first: at most `limit` (100 at most), one call. */
  serviceDeployments(ref: ServiceRef, limit?: number): Promise<readonly ServiceDeployment[]>
  /** 20 a call; those ECS does not know are left out. */
  describeServiceDeployments(arns: readonly string[]): Promise<readonly ServiceDeploymentDetail[]>
  /** Back to the service revision before. Sent once. An AwsError with the code `ConflictException` when it runs no longer. */
  stopServiceDeployment(arn: string): Promise<{ readonly requestId: string }>
  /** Lets a paused deployment go back instead of on. Sent once. */
  rollBackPausedDeployment(arn: string, hook: string): Promise<{ readonly requestId: string }>
  /** `family`, `family:revision` or an ARN; undefined when there is none. */
  describeTaskDefinition(reference: string): Promise<EcsTaskDefinition | undefined>
  /** ARNs of a family's ACTIVE revisions, newest first: at most `limit` (100 at most), one call. */
  activeTaskDefinitions(family: string, limit: number): Promise<readonly string[]>
  /**
   * Registers the next revision of the family: a copy of what was described, with other images (by container) and further tags. Sent once.
   * @param source as `describeTaskDefinition` of the same environment gave it
   */
  registerTaskDefinition(
    source: EcsTaskDefinition,
    differences: {
      readonly images: Readonly<Record<string, string>>
      readonly tags: Readonly<Record<string, string>>
    },
  ): Promise<{ readonly arn: string; readonly requestId: string }>
  /** Starts a deployment of the task definition and changes nothing else; `restart`: even of the one that runs. Sent once. */
  deployTaskDefinition(
    ref: ServiceRef,
    taskDefinition: string,
    options?: { readonly restart?: boolean },
  ): Promise<{ readonly requestId: string }>
  /**
   * Looks an image up in ECR by its full name with a tag or digest: undefined when there is none, `not ECR` when its registry is another one.
   */
  findImage(image: string): Promise<RegistryImage | undefined | 'not ECR'>
  /** Tagged images of the repository of that image, newest first (the first 1,000 that ECR lists); empty when it is not in ECR. */
  newestImages(image: string, limit: number): Promise<readonly RegistryImage[]>
  /** The newest stopped tasks (ECS keeps them for about an hour), newest first. */
  stoppedTasks(ref: ServiceRef, limit: number): Promise<readonly EcsTask[]>
  /** Starts no deployment. Sent once: a lost answer is an AwsError of kind `unanswered`. */
  setDesiredCount(ref: ServiceRef, count: number): Promise<{ readonly requestId: string }>
  scalableTargets(refs: readonly ServiceRef[]): Promise<readonly ScalableTarget[]>
  setScalableRange(
    ref: ServiceRef,
    range: { minimum: number; maximum: number },
  ): Promise<{ readonly requestId: string }>
  targetHealth(targetGroupArn: string): Promise<readonly Target[]>
  /** The suffix CloudWatch wants as the LoadBalancer dimension: `app/name/0123456789abcdef`. */
  loadBalancerDimension(name: string): Promise<string | undefined>
  /** Whether AWS answers at all, for /readyz. */
  reachable(): Promise<void>
}

export type AwsFor = (environment: Environment) => Aws
