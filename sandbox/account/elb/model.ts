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

export interface ListenerRecord {
  readonly arn: string
  readonly loadBalancerArn: string
  readonly port: number
  readonly protocol: 'HTTP' | 'HTTPS'
  /** ARNs; the first is used where a client names no host. */
  certificates: readonly string[]
}

/** What a listener does with requests: it sends them to target groups by weight. */
export interface ListenerRuleRecord {
  readonly arn: string
  readonly listenerArn: string
  readonly priority: number
  forwards: readonly { readonly targetGroupArn: string; readonly weight: number }[]
}
