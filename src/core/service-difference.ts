import type { Change } from './operation.js'

/** One of two things that are compared: a service in an environment, or one of its versions. */
export interface ComparedSide {
  readonly environment: string
  /** `ohmycoins-prod-backend:42` */
  readonly taskDefinition: string
  /** `sprint-12-3f4021a` */
  readonly version: string
}

/** What is different between two environments, or two versions, of a service. Names of variables and secrets, never a value. */
export interface ServiceDifference {
  readonly service: string
  readonly from: ComparedSide
  readonly to: ComparedSide
  readonly changes: readonly Change[]
  /** What is the same, one word or two each: `CPU 256 units`, `3 variables`. */
  readonly same: readonly string[]
}
