import { z } from 'zod'

/** What a check found. `unknown`: it could not look; that is never a pass. */
export const checkResults = ['pass', 'warn', 'fail', 'unknown'] as const
export type CheckResult = (typeof checkResults)[number]

/**
 * Why tasks stop or a deployment fails, in classes: what runbooks match by, and decisions are suggested from. Closed, so that a misspelt one is found when the file is
 * read.
 */
export const causes = [
  'image-pull',
  'out-of-memory',
  'application-exit',
  'health-check',
  'secrets',
  'permission',
  'network',
  'capacity',
  'log-driver',
  'database',
  'cache',
  'certificate',
  'platform',
  'start-failed',
] as const
export type Cause = (typeof causes)[number]

/** Each class as people say it: `is for tasks that run out of memory`. */
export const troubleOf: Readonly<Record<Cause, string>> = {
  'image-pull': 'images that cannot be pulled',
  'out-of-memory': 'tasks that run out of memory',
  'application-exit': 'applications that end by themselves',
  'health-check': 'tasks that fail their health checks',
  secrets: 'secrets that cannot be read',
  permission: 'missing permissions',
  network: 'networks that do not get through',
  capacity: 'tasks for which there is no room',
  'log-driver': 'logs that cannot be written',
  database: 'databases that cannot be reached',
  cache: 'caches that cannot be reached',
  certificate: 'certificates that do not hold',
  platform: 'tasks that AWS has taken away',
  'start-failed': 'tasks that do not start',
}

/** The answer of a check: what is shown, and what a runbook decides by. */
export const Checked = z.object({
  result: z.enum(checkResults),
  /** One clause for people, with the number and what it is held against: `1 of 2 tasks running`, `CPU 82 % (target < 70 %)`. Not escaped. */
  figure: z.string(),
  /** The number to compare with in expressions, in the unit that the check's description says. */
  value: z.number().exactOptional(),
  cause: z.enum(causes).exactOptional(),
  /** What it was found out from, oldest first; untrusted: log lines, reasons, events. At most ten. */
  lines: z.array(z.string()).readonly().exactOptional(),
})
export type Checked = Readonly<z.infer<typeof Checked>>
