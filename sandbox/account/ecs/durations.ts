/**
 * How long things take at speed 1, in milliseconds. A task is in service about 46 s after it was wanted, which is
 * what a small Fargate task behind a load balancer needs with a health check every 10 s.
 */
export const durations = {
  provisioning: 8_000,
  pulling: 14_000,
  activating: 4_000,
  becomingHealthy: 20_000,
  /** Without a load balancer a task counts as healthy once it ran this long. */
  settling: 8_000,
  untilCrash: 5_000,
  untilPullFails: 6_000,
  untilUnhealthy: 30_000,
  draining: 15_000,
  stopping: 2_000,
  deprovisioning: 4_000,
  serviceDeploymentPending: 2_000,
  stopRequested: 1_000,
  alarmBake: 60_000,
  trafficShift: 10_000,
  /** A Lambda hook is invoked and answers, or is asked again. */
  lambdaHook: 30_000,
  autoscalerLooks: 120_000,
} as const

/** Stopped tasks can be described for an hour, whatever the speed. */
export const stoppedTaskKept = 3_600_000

/** How long the scheduler waits before the next start after so many failures in a row. */
export function backoff(failures: number): number {
  if (failures < 3) return 2_000
  return Math.min(15_000 * 2 ** (failures - 3), 300_000)
}
