import { z } from 'zod'
import { type CostLine, costLineNames } from '../core/cost-lines.js'
import { parseDuration } from '../core/duration.js'
import * as shapes from './shapes.js'

const Price = z.number().min(0).max(10_000)
/** A month, in the currency of the bill. */
const Monthly = z.number().min(0).max(1_000_000_000)
const hour = 3_600_000

/** Cost Explorer's data changes up to three times a day: asking more often than hourly pays for the same answer. */
const AskAgainTime = z.string().refine((text) => {
  const every = parseDuration(text)
  return every !== undefined && every >= hour && every <= 7 * 24 * hour
}, 'Allowed: a duration from `1h` to `7d`: `8h`.')

/** AWS: at most 128 characters, no `$`, at which Cost Explorer joins key and value. */
const TagKey = z
  .string()
  .regex(/^[^$\p{C}]{1,128}$/u, 'Allowed: the key of a cost allocation tag, at most 128: `Environment`.')

const TagValue = z
  .string()
  .regex(/^[^\p{C}]{1,256}$/u, 'Allowed: a value of the cost allocation tag, at most 256: `staging`.')

/** A class of RDS or ElastiCache: `db.t3.micro`, `cache.t3.micro`. */
const Class = z
  .string()
  .regex(
    /^(?:db|cache)\.[a-z0-9-]{1,20}\.[a-z0-9]{1,20}$/,
    'Allowed: a class such as `db.t3.micro` or `cache.t3.micro`.',
  )
const Amount = z.number().min(0).max(1_000_000_000)
const Share = z.number().min(0).max(1)
const Saving = z
  .tuple([Share, Share])
  .refine(([least, most]) => least <= most, 'Allowed: the least and the most: `[0.3, 0.4]`.')

const line = (name: CostLine) => Monthly.optional().describe(`${costLineNames[name]}, a month.`)

export const RawEnvironmentCosts = z.strictObject({
  tagValue: TagValue.optional().describe(
    'The value that `costs.tag` has on what belongs to the environment.',
  ),
  budget: Monthly.optional().describe('What the environment may cost a month.'),
  estimates: z
    .strictObject({
      rds: line('rds'),
      elastiCache: line('elastiCache'),
      fargate: line('fargate'),
      loadBalancer: line('loadBalancer'),
      natGateway: line('natGateway'),
      dataTransfer: line('dataTransfer'),
      flowLogs: line('flowLogs'),
      logs: line('logs'),
    })
    .prefault({})
    .describe('What each line is expected to cost a month.'),
  resources: z
    .strictObject({
      database: z
        .strictObject({
          class: Class.describe('The class of the RDS instance.'),
          multiAz: z.boolean().default(false).describe('Whether a second one stands by in another zone.'),
          gigabytes: Amount.default(20).describe('Storage, GB.'),
        })
        .optional()
        .describe('The database.'),
      cache: z
        .strictObject({
          class: Class.describe('The class of the ElastiCache nodes.'),
          nodes: z.int().min(1).max(500).default(1).describe('How many nodes.'),
        })
        .optional()
        .describe('The cache.'),
      natGateways: z.int().min(0).max(100).optional().describe('NAT gateways.'),
      natGigabytes: Amount.optional().describe('GB a month that pass them.'),
      loadBalancerUnits: z
        .number()
        .min(0)
        .max(10_000)
        .optional()
        .describe('Capacity units of the load balancer, on average.'),
      publicAddresses: z.int().min(0).max(10_000).optional().describe('Public IPv4 addresses.'),
      transferGigabytes: Amount.optional().describe('GB a month that leave AWS.'),
      flowLogGigabytes: Amount.optional().describe('GB a month of VPC Flow Logs.'),
      logGigabytes: Amount.optional().describe('GB a month of other log lines.'),
      logDays: z.int().min(1).max(3_653).optional().describe('Days for which log lines are kept.'),
    })
    .optional()
    .describe('What `cost estimate` computes with, beside the services.'),
})

export const RawCosts = z.strictObject({
  tag: TagKey.default('Environment').describe(
    'Key of the cost allocation tag that tells environments apart.',
  ),
  readIn: shapes.Word.optional().describe('The environment in whose account Cost Explorer is asked.'),
  budget: Monthly.optional().describe('What the whole account may cost a month.'),
  askAgainAfter: AskAgainTime.default('8h').describe(
    'How old figures may be before Cost Explorer is asked again.',
  ),
  requestsPerDay: z
    .int()
    .min(1)
    .max(1_000)
    .default(9)
    .describe('Most requests to Cost Explorer a day (UTC); each is paid for.'),
})

const prices = {
  fargateVcpuHour: Price.default(0.04048).describe('Fargate, a vCPU and hour.'),
  fargateGigabyteHour: Price.default(0.004445).describe('Fargate, a gigabyte of memory and hour.'),
  natGatewayHour: Price.default(0.045).describe('NAT gateway, an hour.'),
  natGatewayGigabyte: Price.default(0.045).describe('NAT gateway, a gigabyte that passes it.'),
  albHour: Price.default(0.0225).describe('Application Load Balancer, an hour.'),
  lcuHour: Price.default(0.008).describe('Capacity unit of a load balancer, an hour.'),
  publicIpv4Hour: Price.default(0.005).describe('Public IPv4 address, an hour.'),
  databaseGigabyteMonth: Price.default(0.115).describe('Storage of RDS, a gigabyte and month.'),
  transferGigabyte: Price.default(0.09).describe('Data transfer to the internet, a gigabyte.'),
  logsGigabyte: Price.default(0.5).describe('CloudWatch Logs, a gigabyte taken in.'),
  logsGigabyteMonth: Price.default(0.03).describe('CloudWatch Logs, a gigabyte kept for a month.'),
  flowLogsGigabyte: Price.default(0.5).describe('VPC Flow Logs, a gigabyte taken in.'),
  logsInsightsPerGigabyte: Price.default(0.005).describe('Logs Insights, a gigabyte scanned.'),
  costExplorerRequest: Price.default(0.01).describe('Cost Explorer, a request or further page.'),
  metricsReadThousand: Price.default(0.01).describe('A thousand metrics read by GetMetricData.'),
  liveTailMinute: Price.default(0.01).describe('Live Tail of CloudWatch Logs, a minute.'),
}
const Region = z
  .string()
  .regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'Allowed: the name of a region: `ap-southeast-2`.')

/** A price by its name above, or a class. */
const PriceName = z
  .string()
  .refine(
    (name) => name in prices || Class.safeParse(name).success,
    `Allowed: a class, or one of ${Object.keys(prices).join(', ')}.`,
  )

/** List prices of us-east-1, USD. Other regions cost more or less. */
export const RawPrices = z.strictObject({
  region: Region.default('us-east-1').describe('The region these are the prices of.'),
  asOf: z.iso.date().optional().describe('The day on which they were looked up.'),
  source: z.string().max(200).optional().describe('Where they were looked up.'),
  ...prices,
  hourly: z.record(Class, Price).default({}).describe('RDS in one zone and ElastiCache, by class, an hour.'),
  savings: z
    .strictObject({
      savingsPlan: Saving.default([0.3, 0.4]).describe('A Compute Savings Plan, of Fargate.'),
      reserved: Saving.default([0.2, 0.3]).describe('Reserved instances and nodes.'),
      spot: Saving.default([0.6, 0.8]).describe('Fargate Spot.'),
    })
    .prefault({})
    .describe('What levers save, as shares: the least and the most.'),
  regions: z
    .record(Region, z.record(PriceName, Price))
    .default({})
    .describe('What is another price in a region.'),
})

export type RawEnvironmentCosts = z.infer<typeof RawEnvironmentCosts>
export type RawCosts = z.infer<typeof RawCosts>
