import type { AllowedCommand } from './allowed-command.js'
import type { Role } from './caller.js'
import type { EnvironmentCosts } from './cost-lines.js'
import type { TimeWindow, WeeklyWindow } from './time-windows.js'

/** One ECS service of one environment. */
export interface ServiceRef {
  /** The environment's name: `staging`. */
  readonly environment: string
  /** What people type: `backend`. */
  readonly name: string
  /** What ECS calls it: `ohmycoins-staging-backend`. */
  readonly service: string
  readonly cluster: string
}

/** What may be done to an environment, and under which conditions. */
export interface EnvironmentPolicy {
  readonly scale: {
    readonly minimum: number
    readonly maximum: number
    /** Whether a service may be scaled to zero at all; it always takes a typed confirmation. */
    readonly toZero: boolean
  }
  /** Absent: nothing has to be proven elsewhere, and what goes wrong is rolled back. */
  readonly deploy?: {
    /** The environment in which an image must have run well first. */
    readonly provenIn?: string
    /** Whether a deployment that turns out bad is taken back without being asked. */
    readonly rollBack: boolean
    /** A new revision names its images by digest, beside the tag. */
    readonly pin?: boolean
    /** Whether a preflight is asked before: shown in the plan, or what is NG stands against it. Absent: neither. */
    readonly preflight?: 'shown' | 'required'
    /** What only people can answer before a deployment: they tick it under a preflight. */
    readonly checklist?: readonly string[]
    /** What of it must have been ticked before a deployment begins. Absent: nothing. */
    readonly ticked?: readonly string[]
  }
  /** What may be run as a one-off task; absent or empty: nothing. */
  readonly commands?: readonly AllowedCommand[]
  /** The role a verb needs here, where it differs from the verb's own: `{ scale: 'approver' }`. */
  readonly access: Readonly<Record<string, Role>>
  /** How many others have to agree before a verb's operation starts, and the role they need; absent: none. */
  readonly approvals: Readonly<Record<string, { readonly count: number; readonly role: Role }>>
  /** Milliseconds after which a request that nobody decided on counts as rejected. */
  readonly approvalsExpireAfter: number
  /** Whether runbooks may be practised here; absent: in the default environment only. */
  readonly drills?: boolean
  /** The role that may go past approvals, locks and freezes with a reason; absent: nobody may. */
  readonly breakGlass?: Role
  /** When maintenance is announced for, in the configured time zone. */
  readonly maintenanceWindow?: WeeklyWindow
  /** Verbs that start in the maintenance window only; absent: none. */
  readonly onlyInMaintenanceWindow?: readonly string[]
  /** Channel names (without #) or ids in which changes may be asked for; empty: in every channel. */
  readonly changesIn: readonly string[]
}

/** Where an environment lives in AWS, as configured. */
export interface Environment {
  /** `staging` */
  readonly name: string
  /** Other words people type for it: `stage`, `prod`. */
  readonly aliases: readonly string[]
  readonly region: string
  readonly cluster: string
  /** The configured services; empty when they are to be discovered in the cluster. */
  readonly services: readonly ServiceRef[]
  /** Cut off a discovered service's name to get the short one: `ohmycoins-staging-`. */
  readonly servicePrefix: string
  /** What other environments have of the same cluster: prefixes where they discover their services, else ECS names; absent: it is alone there. */
  readonly neighbours?: { readonly prefixes: readonly string[]; readonly services: readonly string[] }
  /** The AWS account it lives in, where that is written down: credentials of another one are told. */
  readonly account?: string
  /** The role to assume before calling AWS, when the environment lives in another account. */
  readonly assumeRole?: { readonly arn: string; readonly externalId?: string }
  /** Log group by the service's short name. */
  readonly logGroups: Readonly<Record<string, string>>
  /** Log group of the VPC Flow Logs. */
  readonly flowLogGroup?: string
  /** How the names of the project's buckets begin. */
  readonly bucketPrefix?: string
  /** RDS instance identifier. */
  readonly database?: string
  /** ElastiCache cluster or replication group id. */
  readonly cache?: string
  /** Application load balancer name. */
  readonly loadBalancer?: string
  /** What is known of how Terraform keeps its services; absent: nothing. */
  readonly terraform?: {
    /** Where its files are, from where ohmy was started. */
    readonly folder?: string
    /** Files that `init` is given by `-backend-config`. */
    readonly backendConfig: readonly string[]
    /** In which its state is. */
    readonly workspace: string
    /** Names of variables that whoever applies sets elsewhere. */
    readonly variables?: readonly string[]
    /** A plan may be asked for. */
    readonly plan?: boolean
    /** Names of variables of this process that a plan is given. */
    readonly passes?: readonly string[]
    /** Attributes of a service and of its scaling target that it leaves alone. Weighs more than the files. */
    readonly ignores?: readonly ('desired_count' | 'task_definition' | 'min_capacity' | 'max_capacity')[]
  }
  /** Alarms whose names begin so belong to the environment: `ohmycoins-staging-`. */
  readonly alarmPrefix: string
  /** What is expected of its bill; absent: nothing, and the tag's value is its name. */
  readonly costs?: EnvironmentCosts
  readonly policy: EnvironmentPolicy
}

/** A time in which nothing is to be changed, announced in the configuration. */
export interface Freeze {
  readonly window: TimeWindow
  /** Why, for everybody whom it stops. */
  readonly reason: string
  /** Names of the environments it holds in; empty: all of them. */
  readonly environments: readonly string[]
  /** Verbs that pass all the same. */
  readonly allow: readonly string[]
}
