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
    'The value `costs.tag` has on what belongs to the environment; none may stand twice. Left out: the environment’s name.',
  ),
  budget: Monthly.optional().describe('What the environment may cost. Left out: the sum of its estimates.'),
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
    .describe('What each line is expected to cost.'),
  resources: z
    .strictObject({
      database: z
        .strictObject({
          class: Class.describe('Its class, `db.t3.micro`; its price stands in `prices.hourly`.'),
          multiAz: z
            .boolean()
            .default(false)
            .describe('Whether a second one stands by in another zone: everything counts twice then.'),
          gigabytes: Amount.default(20).describe('Storage, GB.'),
        })
        .optional()
        .describe('The RDS instance.'),
      cache: z
        .strictObject({
          class: Class.describe(
            'The class of its nodes, `cache.t3.micro`; its price stands in `prices.hourly`.',
          ),
          nodes: z.int().min(1).max(500).default(1).describe('How many nodes, 1 to 500.'),
        })
        .optional()
        .describe('The ElastiCache cluster.'),
      natGateways: z.int().min(0).max(100).optional().describe('How many NAT gateways, 0 to 100.'),
      natGigabytes: Amount.optional().describe('GB a month that pass them. Left out: none.'),
      loadBalancerUnits: z
        .number()
        .min(0)
        .max(10_000)
        .optional()
        .describe('Capacity units (LCU) that the load balancer uses on average. Left out: one.'),
      publicAddresses: z
        .int()
        .min(0)
        .max(10_000)
        .optional()
        .describe('Public IPv4 addresses. Left out: two, the load balancer’s.'),
      transferGigabytes: Amount.optional().describe('GB a month that leave AWS.'),
      flowLogGigabytes: Amount.optional().describe('GB a month of VPC Flow Logs.'),
      logGigabytes: Amount.optional().describe('GB a month of other log lines.'),
      logDays: z
        .int()
        .min(1)
        .max(3_653)
        .optional()
        .describe('Days for which log lines are kept, 1 to 3653. Left out: 30.'),
    })
    .optional()
    .describe(
      'What `cost estimate` computes with, beside the services, which it looks at. What is left out is said to be unknown.',
    ),
})

export const RawCosts = z.strictObject({
  tag: TagKey.default('Environment').describe(
    'Key of the cost allocation tag that tells environments apart. It must be activated in the billing console; until then everything is untagged.',
  ),
  readIn: shapes.Word.optional().describe(
    'Name of the environment in whose account (its `assumeRole`) Cost Explorer is asked. With AWS Organizations: one that lives in the management account, which sees all of them. Left out: the first environment.',
  ),
  budget: Monthly.optional().describe(
    'What the whole account may cost. Left out: the sum of the environments’ budgets.',
  ),
  askAgainAfter: AskAgainTime.default('8h').describe(
    'How old figures may be before Cost Explorer is asked again, `1h` to `7d`. Its data changes up to three times a day.',
  ),
  requestsPerDay: z
    .int()
    .min(1)
    .max(1_000)
    .default(9)
    .describe(
      'Most requests to Cost Explorer a day (UTC), by all processes together, 1 to 1000; each costs `prices.costExplorerRequest`. When they are used up, the last known figures are shown, with their age.',
    ),
})

const prices = {
  fargateVcpuHour: Price.default(0.04048).describe('Fargate, a vCPU and hour.'),
  fargateGigabyteHour: Price.default(0.004445).describe('Fargate, a gigabyte of memory and hour.'),
  natGatewayHour: Price.default(0.045).describe('NAT gateway, an hour.'),
  natGatewayGigabyte: Price.default(0.045).describe('NAT gateway, a gigabyte that passes it.'),
  albHour: Price.default(0.0225).describe('Application Load Balancer, an hour.'),
  lcuHour: Price.default(0.008).describe('Capacity unit of a load balancer (LCU), an hour.'),
  publicIpv4Hour: Price.default(0.005).describe('Public IPv4 address, an hour.'),
  databaseGigabyteMonth: Price.default(0.115).describe('Storage of RDS, a gigabyte and month.'),
  transferGigabyte: Price.default(0.09).describe('Data transfer to the internet, a gigabyte.'),
  logsGigabyte: Price.default(0.5).describe('CloudWatch Logs, a gigabyte taken in.'),
  logsGigabyteMonth: Price.default(0.03).describe('CloudWatch Logs, a gigabyte kept for a month.'),
  flowLogsGigabyte: Price.default(0.5).describe('VPC Flow Logs, a gigabyte taken in.'),
  logsInsightsPerGigabyte: Price.default(0.005).describe('Logs Insights, a gigabyte scanned.'),
  costExplorerRequest: Price.default(0.01).describe('Cost Explorer, a request; each further page is one.'),
  metricsReadThousand: Price.default(0.01).describe(
    'A thousand metrics read by GetMetricData, for [what ohmy’s own questions cost](operating.md#what-it-tells).',
  ),
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
  asOf: z.iso
    .date()
    .optional()
    .describe('The day on which they were looked up: `2026-11-28`. Answers say it.'),
  source: z.string().max(200).optional().describe('Where they were looked up. Answers say it.'),
  ...prices,
  hourly: z
    .record(Class, Price)
    .default({})
    .describe(
      'RDS in one zone and ElastiCache, by class, an hour: `{ db.t3.micro: 0.018 }`. A class without a price is said to be unknown.',
    ),
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
    .describe(
      'What is another price in a region, by the names above or a class: `{ ap-southeast-2: { natGatewayHour: 0.059 } }`.',
    ),
})

export type RawEnvironmentCosts = z.infer<typeof RawEnvironmentCosts>
export type RawCosts = z.infer<typeof RawCosts>
