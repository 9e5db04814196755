import type { PriceQuestion } from '../../aws/price-list.js'

/** A price of the configuration, and how the price list calls it. */
export interface WantedPrice {
  readonly name: string
  readonly question: PriceQuestion
  /** How the usage type ends, behind a region's own letters: `USE1-`, `APS2-`, or none. */
  readonly usage: string
}

/** RDS has a price for each engine: the one that is asked for. */
export const databaseEngine = 'PostgreSQL'

/** Where each price stands in AWS's list. Cost Explorer's requests and Live Tail's minutes are not looked for: they stand in no region's list. */
export function wantedPrices(region: string, classes: readonly string[]): readonly WantedPrice[] {
  const ask = (service: string, more: Readonly<Record<string, string>> = {}): PriceQuestion => ({
    service,
    having: { regionCode: region, ...more },
  })
  const nat = ask('AmazonEC2', { productFamily: 'NAT Gateway' })
  const alb = ask('AWSELB', { productFamily: 'Load Balancer-Application' })
  const fargate = ask('AmazonECS')
  const logs = ask('AmazonCloudWatch')
  return [
    { name: 'fargateVcpuHour', question: fargate, usage: 'Fargate-vCPU-Hours:perCPU' },
    { name: 'fargateGigabyteHour', question: fargate, usage: 'Fargate-GB-Hours' },
    { name: 'natGatewayHour', question: nat, usage: 'NatGateway-Hours' },
    { name: 'natGatewayGigabyte', question: nat, usage: 'NatGateway-Bytes' },
    { name: 'albHour', question: alb, usage: 'LoadBalancerUsage' },
    { name: 'lcuHour', question: alb, usage: 'LCUUsage' },
    {
      name: 'publicIpv4Hour',
      question: ask('AmazonVPC', { group: 'VPCPublicIPv4Address' }),
      usage: 'PublicIPv4:InUseAddress',
    },
    {
      name: 'databaseGigabyteMonth',
      question: ask('AmazonRDS', { productFamily: 'Database Storage', deploymentOption: 'Single-AZ' }),
      usage: 'RDS:GP2-Storage',
    },
    {
      name: 'transferGigabyte',
      question: {
        service: 'AWSDataTransfer',
        having: { fromRegionCode: region, transferType: 'AWS Outbound' },
      },
      usage: 'DataTransfer-Out-Bytes',
    },
    { name: 'logsGigabyte', question: logs, usage: 'DataProcessing-Bytes' },
    { name: 'logsGigabyteMonth', question: logs, usage: 'TimedStorage-ByteHrs' },
    { name: 'flowLogsGigabyte', question: logs, usage: 'VendedLog-Bytes' },
    { name: 'logsInsightsPerGigabyte', question: logs, usage: 'DataScanned-Bytes' },
    ...classes.map((name) =>
      name.startsWith('cache.')
        ? {
            name,
            question: ask('AmazonElastiCache', { instanceType: name, cacheEngine: 'Redis' }),
            usage: `NodeUsage:${name}`,
          }
        : {
            name,
            question: ask('AmazonRDS', {
              instanceType: name,
              databaseEngine,
              deploymentOption: 'Single-AZ',
            }),
            usage: `InstanceUsage:${name}`,
          },
    ),
  ]
}
