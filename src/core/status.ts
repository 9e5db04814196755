import type { Cause } from './check.js'

/**
 * From best to worst for the verdict line; `scaled to zero` is a choice, not a trouble. `worth a look` is an environment whose services are all well while a
 * figure is beyond its target.
 */
export const verdicts = [
  'healthy',
  'scaled to zero',
  'deploying',
  'worth a look',
  'degraded',
  'down',
  'unknown',
] as const
export type Verdict = (typeof verdicts)[number]

/** A part of the answer that AWS did not give, and why, in words. */
export interface Missing {
  /** `alarms`, `metrics of ohmycoins-staging-postgres` */
  readonly what: string
  readonly why: string
}

/** A part of the answer that is older than the rest. */
export interface Aged {
  /** `alarms` */
  readonly what: string
  /** When AWS was asked for it, ms since the epoch. */
  readonly at: number
}

export interface ImageInUse {
  readonly container: string
  /** `ohmycoins/backend` */
  readonly repository: string
  readonly tag?: string
  /** `sha256:…` */
  readonly digest?: string
}

export interface DeploymentStatus {
  readonly id: string
  readonly state: 'in progress' | 'completed' | 'failed' | 'rolling back' | 'stopped'
  readonly reason?: string
  /** When it began, ms since the epoch. */
  readonly since: number
  readonly desired: number
  readonly running: number
  readonly pending: number
  readonly failedTasks: number
  /** How far it is, where that is more than the counts of its tasks: `canary: 10 % of the traffic (step 1 of 2), …` */
  readonly progress?: string
}

export interface StoppedTask {
  /** The first eight characters. */
  readonly id: string
  readonly stoppedAt?: number
  readonly exitCode?: number
  /** `Out of memory: the container was killed (exit code 137)` */
  readonly explanation: string
  /** What ECS itself said; untrusted. Absent: no more than that a container ended. */
  readonly said?: string
  /** Whose doing it was: what it runs and how that is configured, or AWS, which took or replaced what it ran on. */
  readonly cause: 'application' | 'platform'
  /** What runbooks match it by. */
  readonly class: Cause
}

export interface ServiceEvent {
  readonly at: number
  /** Untrusted: ECS wrote it, partly from what others named. */
  readonly text: string
}

export interface ServiceStatus {
  readonly name: string
  readonly service: string
  readonly verdict: Verdict
  /** Why, one short clause: `1 of 2 tasks is running`. */
  readonly reason: string
  readonly running: number
  readonly desired: number
  readonly pending: number
  readonly images: readonly ImageInUse[]
  readonly taskDefinition: string
  /** What is not usual about it: `Express Mode`, `one task on each instance`, `Fargate Spot 75 %`. Absent: nothing. */
  readonly kind?: readonly string[]
  readonly deployment?: DeploymentStatus
  readonly autoscaling?: { readonly minimum: number; readonly maximum: number }
  readonly targets?: {
    readonly healthy: number
    readonly total: number
    readonly unhealthy: readonly { readonly id: string; readonly reason: string }[]
  }
  /** The latest events that tell of trouble, newest first. */
  readonly events: readonly ServiceEvent[]
  readonly stoppedTasks: readonly StoppedTask[]
}

/** One figure against its target: `CPU 43 % (target < 70 %)`. */
export interface Measurement {
  /** Short name of the service, or `database`, `cache`, `load balancer`. */
  readonly subject: string
  readonly metric:
    | 'cpu'
    | 'memory'
    | '5xx'
    | 'response time'
    | 'hit rate'
    | 'connections'
    | 'unhealthy targets'
  readonly unit: 'percent' | 'count' | 'seconds'
  /** Absent: no data in the period, which is not zero. */
  readonly value?: number
  readonly target: { readonly below: number } | { readonly above: number }
  readonly met: boolean
}

export interface AlarmInState {
  readonly name: string
  readonly since: number
  /** What is the matter, one sentence of our own, as `alarms` tells it; absent: CloudWatch gives no figures. */
  readonly says?: string
  /** Untrusted. */
  readonly reason: string
}

/** An alarm that somebody muted: nobody is told of it by itself, and it is true all the same. */
export interface MutedAlarm extends AlarmInState {
  readonly by: string
  readonly until: number
  /** Untrusted. */
  readonly why?: string
}

/** One environment at a glance, or one service of it in depth. */
export interface EnvironmentStatus {
  readonly environment: string
  readonly region: string
  readonly cluster: string
  /** When AWS was asked, ms since the epoch. */
  readonly at: number
  readonly verdict: Verdict
  readonly reason: string
  readonly services: readonly ServiceStatus[]
  /** In ALARM, and not muted. */
  readonly alarms: readonly AlarmInState[]
  /** In ALARM too, and muted; they count to the verdict as the others do. Absent: none. */
  readonly muted?: readonly MutedAlarm[]
  readonly measurements: readonly Measurement[]
  readonly missing: readonly Missing[]
  /** AWS does not answer: the services are judged as they were then (ms since the epoch), and why, in words. */
  readonly remembered?: { readonly at: number; readonly why: string }
  /**
   * Which part of what the verdict rests on is not of now: it was last known, or could not be read. A verdict that is good is not shown as good
   * then. Absent: all of it is of now.
   */
  readonly unsure?: 'services' | 'alarms'
  /** What was asked for a little earlier on purpose. */
  readonly ages?: readonly Aged[]
  /** The short name, when the answer is about one service in depth. */
  readonly focus?: string
}
