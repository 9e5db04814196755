import type { Thresholds } from '../../config/config.js'
import type { Fields } from '../body.js'

/** What things are called in one environment, as CloudWatch knows them. Absent: the environment has none. */
export interface RealNames {
  readonly region: string
  /** Without an ARN. */
  readonly cluster: string
  /** As ECS calls them, the one that matters most first. */
  readonly services: readonly { readonly name: string; readonly service: string }[]
  /** `app/ohmycoins-staging-alb/0123456789abcdef` */
  readonly loadBalancer?: string
  readonly database?: string
  /** A cache cluster, not a replication group: `ohmycoins-staging-redis-001`. */
  readonly cache?: string
  readonly thresholds: Thresholds
}

/** A dashboard that ships with ohmy. */
export interface Template {
  readonly name: string
  readonly summary: string
  /** The body, with what the environment has not left out. */
  readonly body: (names: RealNames) => Fields
}
