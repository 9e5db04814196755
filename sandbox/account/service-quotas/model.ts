export interface QuotaRecord {
  readonly service: string
  /** `L-F678F1CE` */
  readonly code: string
  readonly name: string
  readonly byDefault: number
  /** The account's own; absent: AWS applied none. */
  applied?: number
  /** Dimensions of the metric in AWS/Usage that counts what is used; absent: there is none. */
  readonly metric?: Record<string, string>
}

/** The quotas that a preflight looks at, as an account begins: https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html */
export function quotasAtFirst(): QuotaRecord[] {
  const fargate = { Service: 'Fargate', Resource: 'vCPU', Type: 'Resource', Class: 'Standard/OnDemand' }
  return [
    { service: 'vpc', code: 'L-F678F1CE', name: 'VPCs per Region', byDefault: 5 },
    { service: 'ec2', code: 'L-0263D0A3', name: 'EC2-VPC Elastic IPs', byDefault: 5, applied: 10 },
    {
      service: 'fargate',
      code: 'L-3032A538',
      name: 'Fargate On-Demand vCPU resource count',
      byDefault: 6,
      applied: 64,
      metric: fargate,
    },
  ]
}
