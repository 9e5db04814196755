import type { FigureTarget } from '../core/metrics.js'

/** Where the configuration has no target of its own: the limits of the alarms that Terraform makes. */
export const targets = {
  /** Bytes: 10 GB. */
  databaseFreeStorage: { above: 10 * 1_024 ** 3 },
  /** A minute: 1,000 in five. */
  cacheEvictions: { below: 200 },
} as const satisfies Record<string, FigureTarget>
