import type { ReviewFact } from '../core/security-review.js'

/** One part of a review. What it is about is known before anything was asked: of what could not be read, that is told. */
export interface Part {
  readonly topic: string
  /** @throws AwsError what may not be read */
  ask(): Promise<ReviewFact>
}
