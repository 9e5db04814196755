import { z } from 'zod'
import * as shapes from './shapes.js'

const Percent = z.number().min(0).max(100)

/** The figures are the targets the first users work with; where only an alarm is set, its limit. */
export const RawThresholds = z.strictObject({
  cpuPercent: Percent.default(70).describe('CPU of an ECS service.'),
  memoryPercent: Percent.default(80).describe('Memory of an ECS service.'),
  databaseCpuPercent: Percent.default(80).describe('CPU of the RDS instance.'),
  databaseConnections: z.int().min(1).max(1_000_000).default(80).describe('Connections to the RDS instance.'),
  cacheHitRatePercent: Percent.default(80).describe('Hit rate of the cache: less is bad.'),
  cacheCpuPercent: Percent.default(70).describe('Engine CPU of the cache.'),
  cacheMemoryPercent: Percent.default(80).describe('Memory of the cache.'),
  loadBalancer5xx: z.number().min(0).default(10).describe('5xx answers of the targets, a minute.'),
  responseTimeSeconds: z
    .number()
    .positive()
    .max(3_600)
    .default(0.5)
    .describe('Response time of the targets, in seconds, at most 3600.'),
})

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Metric.html, and nothing that could mean something elsewhere. */
const MetricText = z
  .string()
  .regex(/^[\x20-\x7e]{1,255}$/, 'Allowed: 1 to 255 letters, digits and signs of ASCII.')
  .refine((text) => text.trim() === text, 'Allowed: without spaces around it.')

/** What stands for the environment's name and a service's short name. */
export const placeholders = ['{env}', '{service}'] as const

const DimensionValue = MetricText.refine(
  (text) => /^[^{}]*(?:\{(?:env|service)\}[^{}]*)*$/.test(text),
  'Allowed: a value, in which {env} stands for the environment and {service} for a service.',
)

const Shown = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9 ./%()-]{0,39}$/,
    'Allowed: a few words, at most 40 letters: `orders a minute`.',
  )

export const metricUnits = [
  'percent',
  'count',
  'seconds',
  'milliseconds',
  'bytes',
  'megabytes',
  'none',
] as const

const RawMetric = z
  .strictObject({
    namespace: MetricText.describe('The namespace that it is published in.'),
    metric: MetricText.describe('Its name in CloudWatch, letter by letter.'),
    dimensions: z
      .record(MetricText, DimensionValue)
      .default({})
      .describe(
        'Its dimensions, all of them: CloudWatch knows a metric by the whole set. In a value `{env}` stands for the environment’s name and `{service}` for a service’s short name.',
      ),
    statistic: z
      .string()
      .regex(
        /^(?:Average|Sum|Minimum|Maximum|SampleCount|p\d{1,2}(?:\.\d{1,2})?)$/,
        'Allowed: Average, Sum, Minimum, Maximum, SampleCount or a percentile: `p95`.',
      )
      .default('Average')
      .describe(
        '`Average`, `Minimum`, `Maximum`, a percentile (`p95`), or `Sum` and `SampleCount`, which are told a minute.',
      ),
    unit: z.enum(metricUnits).default('none').describe('What it is published in.'),
    below: z
      .number()
      .optional()
      .describe('Its target, in that unit: less than this. Left out, and `above` too: it is only watched.'),
    above: z.number().optional().describe('Its target: more than this. Not beside `below`.'),
    higherIsWorse: z
      .boolean()
      .optional()
      .describe(
        'Which way is bad, for arrows and the worst value. Left out: as the target says, and `true` without one.',
      ),
    environments: z
      .array(shapes.Word)
      .max(100)
      .default([])
      .describe('Names of the environments that publish it; empty: all of them.'),
    services: z
      .array(shapes.ServiceName)
      .max(100)
      .default([])
      .describe(
        'Short names of the services that publish it, where a dimension has `{service}`; empty: all of them.',
      ),
  })
  .refine(({ below, above }) => below === undefined || above === undefined, {
    error: 'Allowed: one target: `below` or `above`.',
    path: ['above'],
  })
  .refine(({ below, higherIsWorse }) => below === undefined || higherIsWorse !== false, {
    error: 'Allowed: true, where the target is to stay below something.',
    path: ['higherIsWorse'],
  })
  .refine(({ above, higherIsWorse }) => above === undefined || higherIsWorse !== true, {
    error: 'Allowed: false, where the target is to stay above something.',
    path: ['higherIsWorse'],
  })
  .refine(({ services, dimensions }) => services.length === 0 || takesService(dimensions), {
    error: 'Allowed: services only where a dimension has {service}.',
    path: ['services'],
  })

export const RawMetrics = z
  .record(Shown, RawMetric)
  .refine((metrics) => Object.keys(metrics).length <= 50, 'Allowed: up to 50 metrics.')

/** Whether it is published by each service. */
export function takesService(dimensions: Readonly<Record<string, string>>): boolean {
  return Object.values(dimensions).some((value) => value.includes('{service}'))
}

export type RawMetric = z.infer<typeof RawMetric>
