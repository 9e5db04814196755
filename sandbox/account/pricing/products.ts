/** A product of the price list, as far as it is looked for. */
export interface ProductRecord {
  readonly service: string
  readonly attributes: Readonly<Record<string, string>>
  readonly unit: string
  /** USD by tier, each from so much on; written as AWS writes them. */
  tiers: readonly (readonly [from: string, dollars: string])[]
}

/** By region: what its usage types begin with, and what the simulated account pays there. Sydney's figures are the sandbox's own. */
const regions = {
  'us-east-1': {
    ...{ prefix: '', fargate: 'USE1-', vcpu: '0.0404800000', memory: '0.0044450000', nat: '0.0450000000' },
    ...{ alb: '0.0225000000', transfer: '0.0900000000', logs: '0.5000000000', kept: '0.0300000000' },
    ...{ scanned: '0.0050000000', storage: '0.1150000000', hourly: 1 },
  },
  'ap-southeast-2': {
    ...{
      prefix: 'APS2-',
      fargate: 'APS2-',
      vcpu: '0.0485600000',
      memory: '0.0053200000',
      nat: '0.0590000000',
    },
    ...{ alb: '0.0252000000', transfer: '0.1140000000', logs: '0.6700000000', kept: '0.0330000000' },
    ...{ scanned: '0.0067000000', storage: '0.1380000000', hourly: 1.44 },
  },
} as const

const databases = { 'db.t3.micro': 0.018, 'db.t3.small': 0.036 }
const caches = { 'cache.t3.micro': 0.017, 'cache.t3.small': 0.034 }

export function productsAtFirst(): ProductRecord[] {
  return Object.entries(regions).flatMap(([regionCode, of]) => {
    const product = (
      service: string,
      usagetype: string,
      unit: string,
      dollars: string,
      more: Readonly<Record<string, string>> = {},
    ): ProductRecord => ({
      service,
      attributes: { regionCode, usagetype, ...more },
      unit,
      tiers: [['0', dollars]],
    })
    const { prefix } = of
    const nat = { productFamily: 'NAT Gateway' }
    const alb = { productFamily: 'Load Balancer-Application' }
    return [
      product('AmazonECS', `${of.fargate}Fargate-vCPU-Hours:perCPU`, 'hours', of.vcpu),
      product('AmazonECS', `${of.fargate}Fargate-ARM-vCPU-Hours:perCPU`, 'hours', '0.0323800000'),
      product('AmazonECS', `${of.fargate}Fargate-GB-Hours`, 'hours', of.memory),
      product('AmazonEC2', `${prefix}NatGateway-Hours`, 'Hrs', of.nat, nat),
      product('AmazonEC2', `${prefix}NatGateway-Bytes`, 'GB', of.nat, nat),
      product('AWSELB', `${prefix}LoadBalancerUsage`, 'Hrs', of.alb, alb),
      product('AWSELB', `${prefix}LCUUsage`, 'LCU-Hrs', '0.0080000000', alb),
      product('AmazonVPC', `${of.fargate}PublicIPv4:InUseAddress`, 'Hrs', '0.0050000000', {
        group: 'VPCPublicIPv4Address',
      }),
      product('AmazonRDS', `${prefix}RDS:GP2-Storage`, 'GB-Mo', of.storage, {
        productFamily: 'Database Storage',
        deploymentOption: 'Single-AZ',
      }),
      ...Object.entries(databases).map(([instanceType, hour]) =>
        product('AmazonRDS', `${prefix}InstanceUsage:${instanceType}`, 'Hrs', String(hour * of.hourly), {
          ...{ instanceType, databaseEngine: 'PostgreSQL', deploymentOption: 'Single-AZ' },
        }),
      ),
      ...Object.entries(caches).map(([instanceType, hour]) =>
        product('AmazonElastiCache', `${prefix}NodeUsage:${instanceType}`, 'Hrs', String(hour * of.hourly), {
          ...{ instanceType, cacheEngine: 'Redis' },
        }),
      ),
      product('AmazonCloudWatch', `${prefix}DataProcessing-Bytes`, 'GB', of.logs),
      product('AmazonCloudWatch', `${prefix}TimedStorage-ByteHrs`, 'GB-Mo', of.kept),
      product('AmazonCloudWatch', `${prefix}VendedLog-Bytes`, 'GB', of.logs),
      product('AmazonCloudWatch', `${prefix}DataScanned-Bytes`, 'GB', of.scanned),
      {
        service: 'AWSDataTransfer',
        attributes: {
          ...{ fromRegionCode: regionCode, transferType: 'AWS Outbound' },
          usagetype: `${prefix}DataTransfer-Out-Bytes`,
        },
        unit: 'GB',
        tiers: [
          ['0', of.transfer],
          ['10240', '0.0850000000'],
        ],
      },
    ]
  })
}
