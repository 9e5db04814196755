/** What an estimate of an environment is made of. */
export const costLines = [
  'rds',
  'elastiCache',
  'fargate',
  'loadBalancer',
  'natGateway',
  'dataTransfer',
  'flowLogs',
  'logs',
] as const
export type CostLine = (typeof costLines)[number]

export const costLineNames: Readonly<Record<CostLine, string>> = {
  rds: 'RDS',
  elastiCache: 'ElastiCache',
  fargate: 'Fargate',
  loadBalancer: 'Load balancer',
  natGateway: 'NAT gateway',
  dataTransfer: 'Data transfer',
  flowLogs: 'VPC flow logs',
  logs: 'CloudWatch',
}

/** What is expected of an environment's bill. Amounts in the currency of the bill, a month. */
export interface EnvironmentCosts {
  /** The value of the cost allocation tag on what belongs to it: `staging`. */
  readonly tagValue: string
  /** Absent: the sum of the estimates, where there are any. */
  readonly budget?: number
  readonly estimates: Readonly<Partial<Record<CostLine, number>>>
  /** Absent: nothing was written down. */
  readonly resources?: EnvironmentResources
}

/** What an environment is made of beside its services, as far as it was written down: AWS is not asked for it. GB a month where it flows. */
export interface EnvironmentResources {
  readonly database?: { readonly class: string; readonly multiAz: boolean; readonly gigabytes: number }
  readonly cache?: { readonly class: string; readonly nodes: number }
  readonly natGateways?: number
  readonly natGigabytes?: number
  /** Capacity units of the load balancer, on average. */
  readonly loadBalancerUnits?: number
  readonly publicAddresses?: number
  readonly transferGigabytes?: number
  readonly flowLogGigabytes?: number
  readonly logGigabytes?: number
  /** Days for which log lines are kept. */
  readonly logDays?: number
}
