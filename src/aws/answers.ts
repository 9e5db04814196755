import type { ServiceRef } from '../core/environment.js'
import type { DeploymentSchedule } from './deployment-schedule.js'
import type { DeploymentStrategy } from './deployment-strategy.js'

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
  /** What its tasks are started on: `Fargate`, `Fargate 25 %, Fargate Spot 75 %`. Absent: ECS does not say. */
  readonly runsOn?: string
  /** One task on each instance: it has no count of its own. */
  readonly isDaemon?: true
  /** ECS itself keeps what it runs and how: an Express Mode service, which may name no task definition. */
  readonly isExpress?: true
  /** What only the calls of Express Mode tell; absent: it is none, or they may not be asked. */
  readonly express?: ExpressFacts
  /** Newest first: PRIMARY, then ACTIVE ones. */
  readonly deployments: readonly EcsDeployment[]
  readonly currentServiceDeployment?: string
  /** Whether its deployments are configured to wait for somebody. */
  readonly pauses?: true
  readonly currentServiceRevisions: readonly string[]
  /** To which port of which container each target group leads. Absent: nobody asked. */
  readonly leadsTo?: readonly {
    readonly targetGroup: string
    readonly container: string
    readonly port: number
  }[]
  /** As configured. Which of two serves after a shift of traffic stands in the service revision. */
  readonly targetGroups: readonly string[]
  /** Whether its traffic goes from one target group to another: which one serves, only the service revision tells. */
  readonly shiftsTraffic?: boolean
  /** How its next deployment will be carried out. Absent: nobody asked. */
  readonly strategy?: DeploymentStrategy
  /** ms for which health checks of a new task do not count. */
  readonly healthCheckGrace?: number
  /** Newest first. */
  readonly events: readonly { readonly at: number; readonly text: string }[]
}

/** What ECS keeps by itself of an Express Mode service. */
export interface ExpressFacts {
  /** How many tasks autoscaling keeps it at. */
  readonly range?: { readonly minimum: number; readonly maximum: number }
  /** Where it is reached. */
  readonly endpoints: readonly string[]
  /** Why its status is what it is, in ECS's words. */
  readonly reason?: string
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
  /** Whether there is a second target group beside one of them. */
  readonly alternateTargetGroups?: boolean
  /** Fargate's, `1.4.0`; absent where ECS names none. */
  readonly platformVersion?: string
  /** Capacity, Service Connect, VPC Lattice, volumes and the like, in words by name. Absent: nothing was looked at. */
  readonly further?: Readonly<Record<string, string>>
}

export interface ServiceRevision {
  readonly arn: string
  readonly taskDefinition: string
  readonly settings?: RevisionSettings
  /** The target groups its tasks are registered in, as ECS resolved them; absent where it does not say. */
  readonly serving?: readonly string[]
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
  /** Percent of the production traffic that is sent to it, where the deployment shifts traffic. */
  readonly traffic?: number
}

/** One run of a lifecycle hook. A stage that comes several times, such as that before each shift of traffic, has one each time. */
export interface LifecycleHook {
  readonly id: string
  readonly kind: 'PAUSE' | 'AWS_LAMBDA'
  readonly status: 'AWAITING_ACTION' | 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT'
  /** ARN of its function; a pause has none. */
  readonly function?: string
  /** When its time is over (ms since the epoch), and what ECS does then. */
  readonly until?: number
  readonly timeoutAction?: HookAction
}

/** What a deployment that is paused is told to do. */
export type HookAction = 'CONTINUE' | 'ROLLBACK'

/** One deployment of a service in full. */
export interface ServiceDeploymentDetail extends ServiceDeployment {
  readonly sources: readonly RevisionTasks[]
  readonly targetTasks?: RevisionTasks
  readonly strategy: DeploymentStrategy
  /** `BAKE_TIME`: where it stands in its lifecycle. */
  readonly stage?: string
  /** When it goes on by itself, where that is a matter of time alone. */
  readonly schedule?: DeploymentSchedule
  /** Those of its lifecycle hooks that ECS tells of: what waits, and what has been, as long as ECS tells it. */
  readonly hooks: readonly LifecycleHook[]
  /** The first lifecycle hook that holds it until somebody decides. */
  readonly pausedAt?: { readonly hook: string; readonly stage: string; readonly until?: number }
  /** Where ECS is going back to, or went back to. */
  readonly rollback?: { readonly revision: string; readonly reason?: string }
  readonly failures?: { readonly count: number; readonly threshold: number; readonly tripped: boolean }
  readonly alarmsThatRang: readonly string[]
}

/** A task definition, reduced to what ohmy shows and compares. Of the values of environment variables it holds only those that can be no secret. */
export interface EcsTaskDefinition {
  readonly arn: string
  readonly family: string
  readonly revision: number
  readonly status: 'ACTIVE' | 'INACTIVE' | 'DELETE_IN_PROGRESS'
  readonly registeredAt: number
  /** ARN of who registered it; absent where ECS does not say. */
  readonly registeredBy?: string
  readonly cpu?: string
  readonly memory?: string
  /** ARN of the role its containers act with; absent: none. */
  readonly taskRole?: string
  /** ARN of the role that ECS pulls its images and secrets with; absent: none. */
  readonly executionRole?: string
  /** Which processors it asks for; absent: it does not say, and ECS takes X86_64. */
  readonly architecture?: 'X86_64' | 'ARM64'
  readonly containers: readonly EcsContainer[]
  readonly tags: Readonly<Record<string, string>>
  /** Paths of fields that a copy would lose, because this release knows nothing of them: `containerDefinitions.backend.newField`. Absent: none. */
  readonly unseen?: readonly string[]
}

export interface EcsContainer {
  readonly name: string
  readonly image: string
  readonly essential: boolean
  readonly cpu?: number
  /** MB: its hard limit, and what is kept for it. */
  readonly memory?: number
  readonly memoryReservation?: number
  /** Name → a hash of the value: enough to see that it differs. */
  readonly environment: Readonly<Record<string, string>>
  /** Name → the value, of those variables that can be no secret (core/secrets/plain-value.ts). */
  readonly plainValues?: Readonly<Record<string, string>>
  /** Name → where the secret lies (an ARN), never what it is. */
  readonly secrets: Readonly<Record<string, string>>
  /** Ports it opens. */
  readonly ports?: readonly number[]
  /** Where the log driver awslogs writes to: streams are named `streamPrefix/container/task id`. */
  readonly logs?: {
    readonly group: string
    readonly streamPrefix: string
    /** FireLens carries its lines and names its streams `<prefix><container>-firelens-<task id>`. */
    readonly router?: true
  }
}

/** An image in a registry. */
export interface RegistryImage {
  readonly digest: string
  readonly tags: readonly string[]
  readonly pushedAt: number
  /**
   * Archived images, and those on their way back from the archive, are there and cannot be pulled; signatures and the like run nowhere. Absent: it can
   * be pulled and run.
   */
  readonly unpullable?: 'archived' | 'being restored' | 'no image'
}

export interface ScalableTarget {
  readonly ref: ServiceRef
  readonly minimum: number
  readonly maximum: number
  /** What autoscaling does not do until somebody resumes it; absent: it does everything. */
  readonly suspended?: SuspendedScaling
}

/** What of autoscaling is suspended: taking tasks away, adding some, what is scheduled. */
export interface SuspendedScaling {
  readonly in: boolean
  readonly out: boolean
  readonly scheduled: boolean
}

/** A time that autoscaling moved the count, or tried to. Texts are AWS's own. Times in ms since the epoch. */
export interface ScalingActivity {
  readonly at: number
  /** `Setting desired count to 4.` */
  readonly description: string
  /** Why: the alarm and the policy. */
  readonly cause: string
}

export interface Target {
  readonly id: string
  readonly port?: number
  readonly state: 'initial' | 'healthy' | 'unhealthy' | 'unused' | 'draining' | 'unavailable'
  readonly reason?: string
}

/** Where a load balancer finds a task: an address of its own, or a port of the instance it runs on. */
export interface Endpoint {
  /** `10.0.3.14` or `i-0a1b2c3d4e5f60718`, as a target's id. */
  readonly id: string
  readonly port?: number
}

export interface EcsTask {
  readonly id: string
  /** Of running tasks. */
  readonly endpoints?: readonly Endpoint[]
  readonly lastStatus: string
  readonly taskDefinition?: string
  /** `ap-southeast-2a` */
  readonly zone?: string
  /** What the health checks of its containers say together; absent: there are none. */
  readonly health?: 'HEALTHY' | 'UNHEALTHY'
  /** `Fargate Spot`: what it runs on, where that is not plain Fargate. */
  readonly runsOn?: string
  readonly createdAt?: number
  /** When its containers ran. */
  readonly startedAt?: number
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
