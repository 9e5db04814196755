import type { ToldPlace } from './told-place.js'

/**
 * What AWS tells of a service, by what may have become of it:
 * - `begun`, `ended`: a deployment
 * - `hook`: a deployment waits for somebody, or does no longer
 * - `running`: a task runs; `stopped`: one stopped that was wanted; `gone`: one stopped that was to stop
 * - `moved`: autoscaling has set another count
 * - `steady`, `trouble`: the service itself
 */
export const newsKinds = [
  'begun',
  'ended',
  'hook',
  'running',
  'stopped',
  'gone',
  'moved',
  'steady',
  'trouble',
] as const
export type NewsKind = (typeof newsKinds)[number]

/** Who follows a change of the service looks again for it. */
export interface ServiceNews extends ToldPlace {
  readonly kind: 'service'
  /** As ECS calls it. */
  readonly service: string
  readonly what: NewsKind
}
