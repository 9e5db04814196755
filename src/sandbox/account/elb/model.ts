export interface LoadBalancerRecord {
  readonly name: string
  readonly arn: string
  readonly dnsName: string
  readonly createdAt: number
}

export interface TargetGroupRecord {
  readonly name: string
  readonly arn: string
  readonly loadBalancerArn: string
  readonly port: number
  readonly healthPath: string
}
