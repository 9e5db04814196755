import type { DeploymentControllerType } from '@aws-sdk/client-ecs'
import type { CertificateRecord } from './acm/model.js'
import type { Billing } from './cost-explorer/bill.js'
import type { AlarmsControl } from './control-alarms.js'
import type { DeploymentsControl } from './control-deployments.js'
import type { PreflightControl } from './control-preflight.js'
import type { ReviewControl } from './control-review.js'
import type { QueuesControl } from './control-queues.js'
import type { TopicsControl } from './control-topics.js'
import type { ServiceState, TaskState } from './control-states.js'
import type { LogsControl } from './control-logs.js'
import type { OneOffControl } from './control-one-off.js'
import type { ImageRecord } from './ecr/model.js'
import type { ImageBehaviour } from './ecs/model.js'
import type { ServiceKind } from './ecs/service-kind.js'
import type { PlatformStop } from './ecs/platform-stops.js'
import type { DatabaseRecord, SnapshotRecord } from './rds/model.js'
import type { FixedTargetState } from './ecs/target-state.js'

/** Looks at and meddles with the account from inside the process, as tests and the sandbox page do. Names that do
 * not exist throw. */
export interface WorldControl
  extends AlarmsControl,
    DeploymentsControl,
    LogsControl,
    OneOffControl,
    PreflightControl,
    ReviewControl,
    QueuesControl,
    TopicsControl {
  services(): ServiceState[]
  service(name: string): ServiceState
  tasks(service: string): TaskState[]
  /** Someone else changes the count, without a call to the API. */
  setDesiredCount(service: string, count: number): void
  /** The container of a task ends at once with that exit code (1 unless told otherwise). */
  killTask(service: string, taskId?: string, exitCode?: number): void
  /** AWS, its platform or a person ends a task; ECS starts another one. */
  stopTask(service: string, how: PlatformStop, taskId?: string): void
  /** ECS tells something of a service, behind its name. */
  writeEvent(service: string, text: string): void
  /** The health check of a task's target fails with that HTTP status (502 unless told otherwise). */
  makeTargetUnhealthy(service: string, taskId?: string, status?: number): void
  /** What becomes of containers with this image from now on: full name, digest, or a tag. */
  setImage(image: string, behaviour: ImageBehaviour): void
  /** From now on, or from `ago` milliseconds before, a metric has this value; `undefined` returns it to its rhythm. */
  setMetric(metric: MetricName, value: number | undefined, ago?: number): void
  /** Nothing of what this metric's source measures is older than `ago` ms. */
  measureSince(metric: MetricName, ago: number): void
  /** The value of the dimension `LoadBalancer` under which CloudWatch knows a load balancer. */
  metricDimension(loadBalancer: string): string
  /** Application Auto Scaling sets a service's count, by one of its alarms; false: that is suspended. */
  autoscale(service: string, count: number): boolean
  /** The range of a scalable target such as `service/cluster/name`. */
  scalableTarget(resourceId: string): { min: number; max: number; isSuspended: boolean } | undefined
  /** Makes a service one of CODE_DEPLOY or EXTERNAL, which ECS itself does not deploy. */
  setDeploymentController(service: string, controller: DeploymentControllerType): void
  /** Makes a service another kind than a plain one on Fargate, from now on and for its next revisions; `undefined`: a plain one again. */
  setKind(service: string, kind: ServiceKind | undefined): void
  /** Makes a service one of Express Mode, as if it had been created so. */
  makeExpress(service: string): void
  /** CloudWatch measures each task that a service wants now by itself, as Container Insights with enhanced observability does. */
  observeTasks(service: string): void
  /** How many tasks of a service there is room for; undefined: as many as are wanted. */
  setCapacity(service: string, tasks: number | undefined): void
  /** Lets a service run on so many EC2 instances, whose addresses its tasks share. */
  moveToInstances(service: string, count: number): void
  /** Lets a service's tasks be registered in the target group of another one, beside that one's. */
  shareTargetGroup(service: string, other: string): void
  /**
   * A target gets no traffic (`unused`), its health is not checked (`unavailable`), or it is unhealthy and nobody has replaced its task yet: of
   * every task, or of one.
   */
  setTargetState(service: string, state: FixedTargetState, taskId?: string): void
  /** Takes the load balancer away from a service: its tasks count as healthy soon after they run. */
  removeLoadBalancer(service: string): void
  /** Somebody's build pushes an image to ECR, whether a repository of that name was there or not; a tag that is there moves. Returns the digest. */
  pushImage(repository: string, tag: string, artifactMediaType?: string): string
  /** Deletes a tag with its image. */
  deleteImage(repository: string, tag: string): void
  /** Deletes the images whose tag was pushed again, as a lifecycle policy does. */
  deleteUntagged(repository: string): void
  /** Archives an image, or begins to restore it, or has restored it. */
  setImageStatus(repository: string, tag: string, status: ImageRecord['status']): void
  /** Changes a database and how it is backed up. */
  setDatabase(id: string, changes: Partial<DatabaseRecord>): void
  /** Somebody makes a snapshot of a database by hand. */
  addSnapshot(snapshot: SnapshotRecord): void
  /** Changes the certificate of a load balancer's HTTPS listener. */
  setCertificate(loadBalancer: string, changes: Partial<CertificateRecord>): void
  /** Gives the HTTPS listener another certificate beside its own, for another host. */
  addCertificate(loadBalancer: string, certificate: CertificateRecord): void
  /** Takes the HTTPS listener away from a load balancer. */
  removeHttps(loadBalancer: string): void
  /** Changes the bill, or what Cost Explorer tells of it. */
  setBilling(changes: Partial<Billing>): void
  /** Makes a task definition (`family:revision`) INACTIVE, as deregistering does. */
  deregister(taskDefinition: string): void
}

export interface MetricName {
  namespace: string
  metric: string
  dimensions: Readonly<Record<string, string>>
}
