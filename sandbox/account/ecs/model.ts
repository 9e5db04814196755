import type {
  ContainerImage,
  DeploymentConfiguration,
  DeploymentControllerType,
  DeploymentLifecycleHookDetail,
  DeploymentLifecycleHookStage,
  DeploymentRolloutState,
  LoadBalancer,
  NetworkConfiguration,
  RegisterTaskDefinitionRequest,
  Service,
  ServiceDeploymentLifecycleStage,
  ServiceDeploymentStatus,
  ServiceEvent,
  ServiceRevisionLoadBalancer,
  Tag,
  TaskStopCode,
} from '@aws-sdk/client-ecs'

import type { ServiceKind } from './service-kind.js'

/** What becomes of a container that runs an image. */
export type ImageBehaviour = 'good' | 'broken' | 'oom' | 'missing' | 'unhealthy'

export interface TaskDefinitionRecord {
  readonly arn: string
  readonly family: string
  readonly revision: number
  status: 'ACTIVE' | 'INACTIVE'
  readonly registeredAt: number
  deregisteredAt: number | undefined
  readonly definition: RegisterTaskDefinitionRequest
  readonly tags: Tag[]
}

export interface ClusterRecord {
  readonly name: string
  readonly arn: string
  readonly tags: Tag[]
  readonly services: Map<string, ServiceRecord>
}

export interface RevisionRecord {
  readonly arn: string
  readonly createdAt: number
  readonly taskDefinition: TaskDefinitionRecord
  readonly images: ContainerImage[]
  readonly loadBalancers: LoadBalancer[]
  /** Where its tasks are registered: of two target groups the one that is its own. */
  readonly serving: ServiceRevisionLoadBalancer[]
  readonly networkConfiguration: NetworkConfiguration
  readonly platformVersion: string
  /** What its service was besides a plain one when it was made. */
  readonly kind?: ServiceKind
}

export interface InstanceRecord {
  readonly id: string
  readonly arn: string
}

export interface TargetRecord {
  state: 'initial' | 'healthy' | 'unhealthy' | 'draining' | 'unused' | 'unavailable'
  reason?:
    | 'Elb.RegistrationInProgress'
    | 'Target.ResponseCodeMismatch'
    | 'Target.Timeout'
    | 'Target.DeregistrationInProgress'
    | 'Target.NotInUse'
    | 'Target.HealthCheckDisabled'
  description?: string
}

export interface TaskRecord {
  readonly id: string
  readonly arn: string
  readonly service: ServiceRecord
  readonly deployment: DeploymentRecord
  readonly revision: RevisionRecord
  readonly address: string
  readonly runtimeId: string
  readonly networkInterface: string
  readonly zone: string
  readonly createdAt: number
  /** The EC2 instance it runs on, and the port of it that is its own; unset on Fargate. */
  instance?: InstanceRecord
  hostPort?: number
  lastStatus:
    | 'PROVISIONING'
    | 'PENDING'
    | 'ACTIVATING'
    | 'RUNNING'
    | 'DEACTIVATING'
    | 'STOPPING'
    | 'DEPROVISIONING'
    | 'STOPPED'
  desiredStatus: 'RUNNING' | 'STOPPED'
  /** Registered in the service's target groups; undefined before registration and after deregistration. */
  target: TargetRecord | undefined
  /** Whether it has ever been healthy: what stops before counts as a failed task. */
  proven: boolean
  /** Protected from scaling in: a deployment does not stop it either. */
  isProtected?: boolean
  /** What its image did when its container started; unset for tasks of the seed, which do their work. */
  behaviour?: ImageBehaviour
  pullStartedAt?: number
  pullStoppedAt?: number
  startedAt?: number
  stoppingAt?: number
  executionStoppedAt?: number
  stoppedAt?: number
  stopCode?: TaskStopCode
  stoppedReason?: string
  exitCode?: number
  containerReason?: string
}

export interface DeploymentRecord {
  readonly id: string
  readonly revision: RevisionRecord
  readonly createdAt: number
  updatedAt: number
  failedTasks: number
  /** One of its tasks was healthy: from then on failed starts are not counted here any more. */
  hasRunWell?: boolean
  /** Failures since a task was last healthy: what the circuit breaker counts. */
  failuresInARow: number
  rolloutState: DeploymentRolloutState
  rolloutStateReason: string
  /** Nothing more is started before this moment. */
  startNotBefore: number
  /** Alarms already in ALARM when the deployment began are not held against it. */
  alarmsBefore: string[]
  /** When the alarms and tasks have been watched long enough; undefined until all tasks are healthy. */
  bakedAt?: number
}

export interface HookRecord {
  readonly stage: DeploymentLifecycleHookStage
  /** Which coming of its stage: the one before a shift of traffic comes before each. */
  readonly occurrence: number
  readonly detail: DeploymentLifecycleHookDetail
}

export interface RevisionCounts {
  arn: string
  requested: number
  running: number
  pending: number
}

/** How far the traffic of a deployment has gone over to its new revision. A rolling update shifts none. */
export interface TrafficRecord {
  /** Percent. */
  production: number
  test: number
  /** Shifts of production traffic so far. */
  shifts: number
  /** The latest shift is watched until then. */
  until?: number
  /** All is shifted and watched: the tasks of the revision before may go. */
  sourceReleased: boolean
}

export interface ServiceDeploymentRecord {
  readonly arn: string
  readonly service: ServiceRecord
  readonly createdAt: number
  startedAt?: number
  finishedAt?: number
  stoppedAt?: number
  updatedAt: number
  status: ServiceDeploymentStatus
  statusReason?: string
  lifecycleStage: ServiceDeploymentLifecycleStage
  readonly hooks: HookRecord[]
  readonly traffic: TrafficRecord
  readonly sources: string[]
  readonly target: string
  readonly configuration: DeploymentConfiguration
  rollback?: { reason: string; startedAt: number; serviceRevisionArn: string }
  circuitBreakerTriggered: boolean
  triggeredAlarms: string[]
  failureCount: number
  /** The counts as they were at its end; while it runs they are counted. */
  finalCounts?: RevisionCounts[]
}

/** The tasks of a service from a moment on. */
export interface TaskSample {
  at: number
  desired: number
  running: number
  pending: number
  healthy: number
  unhealthy: number
}

export interface ServiceRecord {
  readonly name: string
  readonly arn: string
  readonly cluster: ClusterRecord
  readonly createdAt: number
  readonly tags: Tag[]
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE'
  desiredCount: number
  /** Newest first; the first is the PRIMARY one, the others are ACTIVE until their tasks are gone. */
  deployments: DeploymentRecord[]
  /** What the circuit breaker returns to. */
  lastCompleted: DeploymentRecord | undefined
  readonly tasks: Map<string, TaskRecord>
  /** Newest first, at most 100. */
  events: ServiceEvent[]
  /** Newest first. */
  serviceDeployments: ServiceDeploymentRecord[]
  readonly revisions: Map<string, RevisionRecord>
  loadBalancers: LoadBalancer[]
  networkConfiguration: NetworkConfiguration
  platformVersion: string
  healthCheckGracePeriodSeconds: number
  enableExecuteCommand: boolean
  deploymentConfiguration: DeploymentConfiguration
  deploymentController: DeploymentControllerType
  steady: boolean
  /** What it is besides a plain one. */
  kind?: ServiceKind
  /** What its tasks run on; unset on Fargate. */
  instances?: readonly InstanceRecord[]
  /** How many tasks there is room for; unset: as many as are wanted. */
  capacity?: number
  /** How many tasks there were, oldest first: one entry for each time the numbers changed. */
  readonly samples: TaskSample[]
  /** What DescribeServices would have said before the latest change. */
  beforeChange?: { changedAt: number; description: Service }
}

/** What the function of a hook answers. `IN_PROGRESS`: ECS asks again every 30 s, until the hook's time is over. */
export type HookAnswer = 'SUCCEEDED' | 'FAILED' | 'IN_PROGRESS'
