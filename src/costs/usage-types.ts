/** What AWS puts before the usage types of a region: `APS2-`, `USE1-`, `EU-`. */
const regionPrefix =
  /^(?:US[EW][12]|UG[EW]1|CAN1|CAW1|EU(?:[CNSW][1-3])?|AP[ENS]\d|SAE1|ME[CS]1|AFS1|ILC1|MXC1)-/

const known: readonly (readonly [RegExp, string | ((of: string) => string)])[] = [
  [/^NatGateway-Bytes$/, 'NAT gateway traffic'],
  [/^NatGateway-Hours$/, 'NAT gateway hours'],
  [/^DataTransfer-Out-Bytes$/, 'data transfer to the internet'],
  [/^DataTransfer-Regional-Bytes$/, 'data transfer between zones'],
  [/^VendedLog/, 'VPC flow logs'],
  [/^DataProcessing-Bytes$/, 'log ingestion'],
  [/^Fargate-vCPU-Hours/, 'Fargate vCPU'],
  [/^Fargate-GB-Hours/, 'Fargate memory'],
  [/^LCUUsage$/, 'load balancer capacity'],
  [/^LoadBalancerUsage$/, 'load balancer hours'],
  [/^PublicIPv4:/, 'public IPv4 addresses'],
  [/^(?:InstanceUsage|Multi-AZUsage):/, (of) => `database ${of.split(':')[1] ?? ''}`],
  [/^NodeUsage:/, (of) => `cache node ${of.split(':')[1] ?? ''}`],
]

export function withoutRegion(usageType: string): string {
  return usageType.replace(regionPrefix, '')
}

/** A usage type in words; one that is not known as AWS writes it. */
export function describeUsageType(usageType: string): string {
  const bare = withoutRegion(usageType)
  const found = known.find(([pattern]) => pattern.test(bare))?.[1]
  if (found === undefined) return bare
  return typeof found === 'string' ? found : found(bare)
}

/** What its quantity is counted in, where that is sure. */
export function unitOf(usageType: string): 'GB' | 'h' | undefined {
  const bare = withoutRegion(usageType)
  if (bare.endsWith('-Bytes')) return 'GB'
  return /Hours/.test(bare) || bare === 'LoadBalancerUsage' ? 'h' : undefined
}
