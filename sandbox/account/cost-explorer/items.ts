/** Something on the bill, under the names Cost Explorer gives it in ap-southeast-2. */
export interface BillItem {
  readonly service: string
  readonly usageType: string
  /** The value of the tag `Environment`; empty: untagged. */
  readonly environment: string
  readonly region: string
  /** USD an average month. */
  readonly monthly: number
  /** USD a unit of use: hours, gigabytes, requests. */
  readonly unitPrice: number
  /** `use` follows the traffic: less at weekends, more from month to month. */
  readonly kind: 'fixed' | 'use'
  /** Triples for some days. */
  readonly bursts?: true
  /** It was not there before so many months ago. */
  readonly sinceMonthsAgo?: number
}

type Row = readonly [
  service: string,
  usageType: string,
  monthly: number,
  unitPrice: number,
  kind: BillItem['kind'],
]

const rds = 'Amazon Relational Database Service'
const elastiCache = 'Amazon ElastiCache'
const ecs = 'Amazon Elastic Container Service'
const loadBalancing = 'Amazon Elastic Load Balancing'
const other = 'EC2 - Other'
const cloudWatch = 'AmazonCloudWatch'
const vpc = 'Amazon Virtual Private Cloud'

const staging: readonly Row[] = [
  [rds, 'InstanceUsage:db.t3.micro', 12.4, 0.017, 'fixed'],
  [rds, 'RDS:GP3-Storage', 2.3, 0.115, 'fixed'],
  [elastiCache, 'NodeUsage:cache.t3.micro', 14.2, 0.0195, 'fixed'],
  [ecs, 'Fargate-vCPU-Hours:perCPU', 23.1, 0.04048, 'fixed'],
  [ecs, 'Fargate-GB-Hours', 5.1, 0.004445, 'fixed'],
  [loadBalancing, 'LoadBalancerUsage', 16.4, 0.0225, 'fixed'],
  [loadBalancing, 'LCUUsage', 1.9, 0.008, 'use'],
  [other, 'NatGateway-Hours', 32.85, 0.045, 'fixed'],
  [other, 'NatGateway-Bytes', 1.8, 0.045, 'use'],
  [other, 'DataTransfer-Out-Bytes', 5.6, 0.114, 'use'],
  [other, 'DataTransfer-Regional-Bytes', 1.4, 0.01, 'use'],
  [cloudWatch, 'VendedLog-Bytes', 3.9, 0.5, 'use'],
  [cloudWatch, 'DataProcessing-Bytes', 3.1, 0.67, 'use'],
  [cloudWatch, 'TimedStorage-ByteHrs', 0.4, 0.033, 'fixed'],
  [vpc, 'PublicIPv4:InUseAddress', 3.65, 0.005, 'fixed'],
]

const production: readonly Row[] = [
  [rds, 'Multi-AZUsage:db.t3.small', 51.1, 0.07, 'fixed'],
  [rds, 'RDS:Multi-AZ-GP3-Storage', 4.6, 0.23, 'fixed'],
  [elastiCache, 'NodeUsage:cache.t3.small', 56.9, 0.039, 'fixed'],
  [ecs, 'Fargate-vCPU-Hours:perCPU', 86.2, 0.04048, 'use'],
  [ecs, 'Fargate-GB-Hours', 19.4, 0.004445, 'use'],
  [loadBalancing, 'LoadBalancerUsage', 16.4, 0.0225, 'fixed'],
  [loadBalancing, 'LCUUsage', 3.2, 0.008, 'use'],
  [other, 'NatGateway-Hours', 65.7, 0.045, 'fixed'],
  [other, 'NatGateway-Bytes', 16.5, 0.045, 'use'],
  [other, 'DataTransfer-Out-Bytes', 18.2, 0.114, 'use'],
  [other, 'DataTransfer-Regional-Bytes', 5.1, 0.01, 'use'],
  [cloudWatch, 'VendedLog-Bytes', 8.6, 0.5, 'use'],
  [cloudWatch, 'DataProcessing-Bytes', 12.4, 0.67, 'use'],
  [cloudWatch, 'TimedStorage-ByteHrs', 2.1, 0.033, 'fixed'],
  [vpc, 'PublicIPv4:InUseAddress', 7.3, 0.005, 'fixed'],
]

/** Shared by both, or without tags: registry, state bucket, keys. */
const untagged: readonly Row[] = [
  ['Amazon EC2 Container Registry (ECR)', 'TimedStorage-ByteHrs', 2.4, 0.1, 'fixed'],
  ['Amazon Simple Storage Service', 'TimedStorage-ByteHrs', 0.6, 0.025, 'fixed'],
  ['Amazon Simple Storage Service', 'Requests-Tier1', 0.2, 0.0000055, 'use'],
  ['AWS Secrets Manager', 'AWSSecretsManager-Secrets', 1.6, 0.4, 'fixed'],
  ['AWS Key Management Service', 'KMS-Keys', 2, 1, 'fixed'],
]

/** Services of the whole world have no region. */
const global: readonly Row[] = [['Amazon Route 53', 'HostedZone', 1, 0.5, 'fixed']]

function items(rows: readonly Row[], environment: string, region: string): BillItem[] {
  const prefix = region === 'global' ? '' : 'APS2-'
  return rows.map(([service, usageType, monthly, unitPrice, kind]) => ({
    service,
    usageType: `${prefix}${usageType}`,
    environment,
    region,
    monthly,
    unitPrice,
    kind,
    ...(environment === 'production' && usageType === 'NatGateway-Bytes' ? { bursts: true } : {}),
    // Secrets moved to the account half a year ago.
    ...(usageType === 'AWSSecretsManager-Secrets' ? { sinceMonthsAgo: 6.5 } : {}),
  }))
}

export const billItems: readonly BillItem[] = [
  ...items(staging, 'staging', 'ap-southeast-2'),
  ...items(production, 'production', 'ap-southeast-2'),
  ...items(untagged, '', 'ap-southeast-2'),
  ...items(global, '', 'global'),
]
