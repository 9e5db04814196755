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

/** List prices of us-east-1, USD. Other regions cost more or less. */
export const RawPrices = z.strictObject({
  fargateVcpuHour: Price.default(0.04048).describe('Fargate, a vCPU and hour.'),
  fargateGigabyteHour: Price.default(0.004445).describe('Fargate, a gigabyte of memory and hour.'),
  natGatewayHour: Price.default(0.045).describe('NAT gateway, an hour.'),
  natGatewayGigabyte: Price.default(0.045).describe('NAT gateway, a gigabyte that passes it.'),
  albHour: Price.default(0.0225).describe('Application Load Balancer, an hour.'),
  lcuHour: Price.default(0.008).describe('Capacity unit of a load balancer, an hour.'),
  publicIpv4Hour: Price.default(0.005).describe('Public IPv4 address, an hour.'),
  logsInsightsPerGigabyte: Price.default(0.005).describe('Logs Insights, a gigabyte scanned.'),
  costExplorerRequest: Price.default(0.01).describe('Cost Explorer, a request or further page.'),
  liveTailMinute: Price.default(0.01).describe('Live Tail of CloudWatch Logs, a minute.'),
})

export type RawEnvironmentCosts = z.infer<typeof RawEnvironmentCosts>
export type RawCosts = z.infer<typeof RawCosts>
