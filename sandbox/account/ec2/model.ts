export interface SecurityGroupRecord {
  readonly id: string
  readonly name: string
  readonly rules: { readonly port: number; readonly source: string }[]
}

/** What Terraform's module makes of each environment: the load balancer is open to everybody, what stands behind it to nobody. */
export function securityGroupsOf(prefix: string, number: number): SecurityGroupRecord[] {
  const id = (index: number) => `sg-0123456789abcdef${number + index}`
  return [
    {
      id: id(0),
      name: `${prefix}-alb`,
      rules: [
        { port: 80, source: '0.0.0.0/0' },
        { port: 443, source: '0.0.0.0/0' },
      ],
    },
    { id: id(1), name: `${prefix}-ecs-tasks`, rules: [{ port: 8000, source: '10.0.0.0/16' }] },
    { id: id(2), name: `${prefix}-rds`, rules: [{ port: 5432, source: '10.0.0.0/16' }] },
  ]
}
