import type { Missing } from './status.js'

/** One task that a service wants to run, as people see it. Times in ms since the epoch. */
export interface ListedTask {
  /** In full; people are shown its first eight characters. */
  readonly id: string
  /** `sprint-12-3f4021a`: what its essential containers run. Absent: nobody knows. */
  readonly version?: string
  /** `ohmycoins-staging-backend:42` */
  readonly taskDefinition: string
  /** `ap-southeast-2a` */
  readonly zone?: string
  readonly state: 'running' | 'starting'
  /** Since when it runs; while it starts: since when it was wanted. */
  readonly since?: number
  /** As its load balancers see it, or its own health check where there are none. `unchecked`: nothing looks; `unread`: AWS does not tell. */
  readonly health: 'healthy' | 'unhealthy' | 'waiting' | 'unchecked' | 'unread'
  /** Untrusted: what the load balancer says of it. */
  readonly healthReason?: string
  /** What it runs on, where that is not plain Fargate: `Fargate Spot`, `EC2`. */
  readonly runsOn?: string
  /** Percent of what it may use. Absent: CloudWatch has no figure of this task. */
  readonly cpu?: number
}

/** The tasks of one service at a moment. */
export interface ServiceTasks {
  readonly environment: string
  readonly region: string
  /** Its short name. */
  readonly service: string
  /** When AWS was asked, ms since the epoch. */
  readonly at: number
  readonly desired: number
  /** Those in trouble first, then the oldest. */
  readonly tasks: readonly ListedTask[]
  /** CPU of the whole service, percent, on average. Absent: no figure. */
  readonly cpu?: number
  /** Percent, beyond which CPU is not as it should be. */
  readonly cpuTarget: number
  readonly missing: readonly Missing[]
}
