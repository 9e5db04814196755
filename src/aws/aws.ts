import type { Environment, ServiceRef } from '../core/environment.js'

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

export interface ServiceRevision {
  readonly arn: string
  readonly taskDefinition: string
  readonly images: readonly { readonly container: string; readonly image: string; readonly digest?: string }[]
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

export interface Alarm {
  readonly name: string
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'
  readonly since: number
  readonly reason: string
}

/**
 * Everything ohmy asks of and changes in one environment's AWS account. Every call has a timeout and a retry budget; questions are
 * retried within it, changes never are: whoever changes looks again first (see the engine's steps). Errors are `AwsError`s.
 */
export interface Aws {
  readonly environment: Environment
  /** The services of the cluster: the configured ones without a call, otherwise ListServices (100 a page). */
  services(): AsyncIterable<readonly ServiceRef[]>
  /** 10 a call, in parallel; services ECS does not know are left out. */
  describeServices(refs: readonly ServiceRef[]): Promise<readonly EcsService[]>
  /** One service, or a UserError `service-not-found`. Never from a cache. */
  describeService(ref: ServiceRef): Promise<EcsService>
  /** 20 a call; revisions never change, so each is asked for once. */
  describeRevisions(arns: readonly string[]): Promise<readonly ServiceRevision[]>
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
  /** The latest datapoint of each within the last `within` seconds (500 metrics a call); without data: absent. */
  latestMetrics(questions: readonly MetricQuestion[], within: number): Promise<ReadonlyMap<string, number>>
  /** Alarms of the environment that are in ALARM, 100 a page. */
  alarmsInAlarm(): Promise<readonly Alarm[]>
  /** Whether AWS answers at all, for /readyz. */
  reachable(): Promise<void>
}

export type AwsFor = (environment: Environment) => Aws
