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

/** What a listener does with requests: it sends them to target groups by weight. */
export interface ListenerRuleRecord {
  readonly arn: string
  readonly listenerArn: string
  readonly priority: number
  forwards: readonly { readonly targetGroupArn: string; readonly weight: number }[]
}
