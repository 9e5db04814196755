import type { MetricShape } from '../cloudwatch/model.js'

type Shapes = Readonly<Record<string, MetricShape>>

const megabyte = 1024 ** 2
const gigabyte = 1024 ** 3

function percent(low: number, high: number, spread = 0.3): MetricShape {
  return { low, high, kind: 'gauge', unit: 'Percent', spread }
}

function level(low: number, high: number, unit: MetricShape['unit'], spread = 0.2): MetricShape {
  return { low, high, kind: 'gauge', unit, spread }
}

function perMinute(low: number, high: number, isSparse = false): MetricShape {
  return { low, high, kind: 'count', unit: 'Count', spread: 0.4, isSparse }
}

/** Replaced by the numbers of the account itself. */
const counted = level(0, 0, 'Count', 0)

export const usageShapes: Shapes = { ResourceCount: counted }

export const serviceShapes: Shapes = {
  CPUUtilization: percent(14, 46),
  MemoryUtilization: percent(48, 61, 0.1),
}

/** Where nobody works but the team: tasks as large as in production, that have little to do. */
export const quietServiceShapes: Shapes = {
  CPUUtilization: percent(4, 13),
  MemoryUtilization: percent(24, 31, 0.1),
}

/** What the team's application publishes by itself. */
export const ownShapes: Shapes = {
  OrdersPlaced: perMinute(4, 22),
  PriceFeedDelay: level(180, 420, 'Milliseconds', 0.8),
}

export const taskShapes: Shapes = { TaskCpuUtilization: percent(14, 46) }

export const insightsShapes: Shapes = {
  DesiredTaskCount: counted,
  RunningTaskCount: counted,
  PendingTaskCount: counted,
  CpuUtilized: level(140, 460, 'None'),
  MemoryUtilized: level(980, 1250, 'Megabytes'),
}

export const databaseShapes: Shapes = {
  CPUUtilization: percent(9, 34),
  DatabaseConnections: level(12, 41, 'Count'),
  FreeStorageSpace: level(14.2 * gigabyte, 14.6 * gigabyte, 'Bytes', 0.01),
  FreeableMemory: level(310 * megabyte, 420 * megabyte, 'Bytes', 0.05),
  ReadLatency: level(0.0006, 0.0021, 'Seconds', 1.5),
  WriteLatency: level(0.0011, 0.0034, 'Seconds', 1.5),
  ReadIOPS: level(8, 60, 'Count/Second'),
  WriteIOPS: level(14, 95, 'Count/Second'),
}

export const cacheShapes: Shapes = {
  CacheHitRate: percent(88, 95, 0.02),
  CPUUtilization: percent(3, 9),
  EngineCPUUtilization: percent(4, 17),
  DatabaseMemoryUsagePercentage: percent(38, 46, 0.05),
  Evictions: perMinute(0, 0),
  CurrConnections: level(14, 38, 'Count'),
}

const errors: Shapes = {
  HTTPCode_Target_4XX_Count: perMinute(2, 14, true),
  HTTPCode_Target_5XX_Count: perMinute(0, 0.25, true),
}

export const loadBalancerShapes: Shapes = {
  TargetResponseTime: level(0.07, 0.16, 'Seconds', 2.4),
  RequestCount: perMinute(180, 900),
  HTTPCode_Target_2XX_Count: perMinute(170, 870),
  HTTPCode_Target_3XX_Count: perMinute(4, 18, true),
  HTTPCode_ELB_5XX_Count: perMinute(0, 0, true),
  ActiveConnectionCount: perMinute(20, 110),
  ...errors,
}

export const targetShapes: Shapes = {
  HealthyHostCount: counted,
  UnHealthyHostCount: counted,
  TargetResponseTime: level(0.07, 0.16, 'Seconds', 2.4),
  RequestCount: perMinute(90, 450),
  HTTPCode_Target_2XX_Count: perMinute(85, 435),
  ...errors,
}

/** Replaced by what is written to the group; `AWS/Logs` measures a group that nobody writes to not at all. */
export const logShapes: Shapes = {
  IncomingBytes: { low: 0, high: 0, kind: 'count', unit: 'Bytes', spread: 0.4 },
  IncomingLogEvents: { low: 0, high: 0, kind: 'count', unit: 'Count', spread: 0.4 },
}
