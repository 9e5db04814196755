import type { Micros } from './money.js'

/** CPU units (1024 a vCPU) and MB of memory. */
export interface TaskSize {
  readonly cpu: number
  readonly memory: number
}

/** `0.25 vCPU, 1 GB` */
export function sizeWords({ cpu, memory }: TaskSize): string {
  return `${cpu / 1024} vCPU, ${memory / 1024} GB`
}

/** How much of its size a service used, in whole hours. Percent of what its tasks have. */
export interface SizeUse {
  /** Hours with figures of both. */
  readonly hours: number
  /** Hours that were looked at: fewer than the two weeks where the size was another one before, or nobody can tell. */
  readonly of: number
  /** The worst hour's p95, or its highest where CloudWatch has no percentiles; the highest moment. Absent: no figures. */
  readonly cpu?: { readonly busy: number; readonly highest: number }
  readonly memory?: { readonly highest: number }
}

/**
 * Whether the tasks of a service have the size that they need.
 * - `cheaper`: another one would carry the peak with headroom, and `saves` so much a month at today’s count
 * - `larger`: this one does not, and what would costs more: `saves` is below nothing
 * - `fits`, `smallest`: nothing cheaper would do, or there is nothing smaller
 * - `unknown`: nobody can say, and `why` tells it
 */
export interface SizeAdvice {
  readonly service: string
  readonly now: TaskSize
  readonly use?: SizeUse
  readonly verdict: 'cheaper' | 'larger' | 'fits' | 'smallest' | 'unknown'
  readonly to?: TaskSize
  readonly saves?: Micros
  readonly why?: string
  /** What its containers ask for by their own limits, where a smaller task would carry the peak. */
  readonly heldBy?: TaskSize
  /** Autoscaling moves the number of its tasks. */
  readonly isScaled: boolean
}
