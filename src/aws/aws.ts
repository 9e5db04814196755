import type { CostExplorerPort } from './cost-tables.js'
import type { Environment, ServiceRef } from '../core/environment.js'
import type { ProcessCache } from '../core/kept-answers.js'
import type { AlarmsPort } from './alarms.js'
import type {
  EcsService,
  ServiceRevision,
  ServiceDeployment,
  ServiceDeploymentDetail,
  EcsTaskDefinition,
  RegistryImage,
  ScalableTarget,
  Target,
  EcsTask,
} from './answers.js'
import type { AskOptions } from './group-questions.js'
import type { LiveTailPort } from './live-tail.js'
import type { LogQueriesPort } from './log-queries.js'
import type { DashboardsPort } from './dashboards.js'
import type { LogsPort } from './logs.js'
import type { MetricsPort } from './metrics.js'

export type { Alarm } from '../core/alarms.js'
export type * from './answers.js'
export type { AskOptions } from './group-questions.js'
export type * from './deployment-strategy.js'

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
  /** What this process knows of it: what never changes, what is kept for seconds, and for `lookAt` the last answers to what people looked at. */
  readonly known: ProcessCache
  /** The services of the cluster: the configured ones without a call, otherwise ListServices (100 a page). */
  services(): AsyncIterable<readonly ServiceRef[]>
  /**
   * 10 a call, together with whoever asks at the same moment; services ECS does not know are left out. Never from a cache: the call leaves after
   * it was asked for.
   */
  describeServices(refs: readonly ServiceRef[], options?: AskOptions): Promise<readonly EcsService[]>
  /** One service, or a UserError `service-not-found`; as `describeServices`. */
  describeService(ref: ServiceRef, options?: AskOptions): Promise<EcsService>
  /** 20 a call; revisions never change, so each is asked for once. */
  describeRevisions(arns: readonly string[]): Promise<readonly ServiceRevision[]>
  /** The newest deployments of a service, newest first: at most `limit` (100 at most), one call. */
  serviceDeployments(ref: ServiceRef, limit?: number): Promise<readonly ServiceDeployment[]>
  /** 20 a call, together with whoever asks at the same moment; what has ended is asked for once. Those ECS does not know are left out. */
  describeServiceDeployments(
    arns: readonly string[],
    options?: AskOptions,
  ): Promise<readonly ServiceDeploymentDetail[]>
  /** Back to the service revision before. Sent once. An AwsError with the code `ConflictException` when it runs no longer. */
  stopServiceDeployment(arn: string): Promise<{ readonly requestId: string }>
  /** Lets a paused deployment go back instead of on. Sent once. */
  rollBackPausedDeployment(arn: string, hook: string): Promise<{ readonly requestId: string }>
  /**
   * `family`, `family:revision` or an ARN; undefined when there is none.
   * @param options `content`: of a revision only what never changes is wanted. Its status and tags may be a minute old then.
   */
  describeTaskDefinition(
    reference: string,
    options?: { readonly content?: boolean },
  ): Promise<EcsTaskDefinition | undefined>
  /** ARNs of a family's ACTIVE revisions, newest first: at most `limit` (100 at most), one call. */
  activeTaskDefinitions(family: string, limit: number): Promise<readonly string[]>
  /**
   * Registers the next revision of the family: a copy of what was described, with other images (by container) and further tags. Sent once.
   * @param source as `describeTaskDefinition` of the same environment gave it
   * @throws UserError `fields-unseen` when it would lose fields (`source.unseen`) that `without` does not name
   */
  registerTaskDefinition(
    source: EcsTaskDefinition,
    differences: {
      readonly images: Readonly<Record<string, string>>
      readonly tags: Readonly<Record<string, string>>
      readonly without: readonly string[]
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
  /** Tagged images of the repository of that image that can be pulled, newest first (the first 1,000 that ECR lists); empty when it is not in ECR. */
  newestImages(image: string, limit: number): Promise<readonly RegistryImage[]>
  /** The newest stopped tasks (ECS keeps them for about an hour), newest first. */
  stoppedTasks(ref: ServiceRef, limit: number): Promise<readonly EcsTask[]>
  /** All tasks that are wanted, whatever they have reached, with where a load balancer finds them. */
  runningTasks(ref: ServiceRef): Promise<readonly EcsTask[]>
  /** Starts no deployment. Sent once: a lost answer is an AwsError of kind `unanswered`. */
  setDesiredCount(ref: ServiceRef, count: number): Promise<{ readonly requestId: string }>
  /** 50 a call, together with whoever asks at the same moment. Never from a cache. */
  scalableTargets(refs: readonly ServiceRef[]): Promise<readonly ScalableTarget[]>
  setScalableRange(
    ref: ServiceRef,
    range: { minimum: number; maximum: number },
  ): Promise<{ readonly requestId: string }>
  /** At most a few seconds old, and from after our own last change. */
  targetHealth(targetGroupArn: string): Promise<readonly Target[]>
  /** The suffix CloudWatch wants as the LoadBalancer dimension: `app/name/0123456789abcdef`. */
  loadBalancerDimension(name: string): Promise<string | undefined>
  /** Whether AWS answers at all, for /readyz. */
  reachable(): Promise<void>
}

export type AwsFor = (environment: Environment) => Aws
