import type { Thresholds } from '../../src/config/config.js'

/** The targets the first users have. */
export const thresholds: Thresholds = {
  cpuPercent: 70,
  memoryPercent: 80,
  databaseCpuPercent: 80,
  databaseConnections: 80,
  cacheHitRatePercent: 80,
  cacheCpuPercent: 75,
  cacheMemoryPercent: 80,
  loadBalancer5xx: 10,
  responseTimeSeconds: 0.5,
}
