import type { Role } from './caller.js'

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
  /** The role a verb needs here, where it differs from the verb's own: `{ scale: 'approver' }`. */
  readonly access: Readonly<Record<string, Role>>
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
  /** The role to assume before calling AWS, when the environment lives in another account. */
  readonly assumeRole?: { readonly arn: string; readonly externalId?: string }
  /** Log group by the service's short name. */
  readonly logGroups: Readonly<Record<string, string>>
  /** RDS instance identifier. */
  readonly database?: string
  /** ElastiCache cluster or replication group id. */
  readonly cache?: string
  /** Application load balancer name. */
  readonly loadBalancer?: string
  /** Alarms whose names begin so belong to the environment: `ohmycoins-staging-`. */
  readonly alarmPrefix: string
  readonly policy: EnvironmentPolicy
}
