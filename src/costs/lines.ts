import type { CostTable } from '../aws/cost-tables.js'
import { type CostLine, costLines } from '../core/cost-lines.js'
import { type Daily, daily, minus } from './figures.js'
import { withoutRegion } from './usage-types.js'

/** Lines that are whole services of Cost Explorer, under the names it gives them. */
const services: Readonly<Partial<Record<CostLine, string>>> = {
  rds: 'Amazon Relational Database Service',
  elastiCache: 'Amazon ElastiCache',
  fargate: 'Amazon Elastic Container Service',
  loadBalancer: 'Amazon Elastic Load Balancing',
  logs: 'AmazonCloudWatch',
}

/** Lines that are some usage types of a service. */
const usageTypes: Readonly<Partial<Record<CostLine, RegExp>>> = {
  natGateway: /^NatGateway-/,
  dataTransfer: /^DataTransfer-|AWS-(?:In|Out)-Bytes$/,
  flowLogs: /^VendedLog/,
}

/** Whether a usage type belongs to a line that is made of usage types. */
function isOfLine(line: CostLine, usageType: string): boolean {
  return usageTypes[line]?.test(withoutRegion(usageType)) ?? false
}

/** Whether usage types are needed to tell it: CloudWatch has the flow logs in it. */
export function takesUsageTypes(line: CostLine): boolean {
  return line === 'logs' || services[line] === undefined
}

/**
 * What each line cost, by day. CloudWatch bills flow logs too: they are counted once, as flow logs. Without usage types (they could not be
 * read) the lines made of them are absent, and CloudWatch has them in it.
 * @param tag the environment's value of the tag
 */
export function dailyLines(
  byService: CostTable,
  byUsageType: CostTable | undefined,
  tag: string,
): ReadonlyMap<CostLine, Daily> {
  const found = new Map<CostLine, Daily>()
  for (const line of costLines) {
    const service = services[line]
    if (service !== undefined) found.set(line, daily(byService, { tag, key: service }))
    else if (byUsageType !== undefined) {
      found.set(line, daily(byUsageType, { tag, keys: (key) => isOfLine(line, key) }))
    }
  }
  const [logs, flowLogs] = [found.get('logs'), found.get('flowLogs')]
  if (logs !== undefined && flowLogs !== undefined) found.set('logs', minus(logs, flowLogs))
  return found
}
