import type { IpPermission } from '@aws-sdk/client-ec2'
import type { Calls } from './call.js'
import type { Clients } from './clients.js'

/** A rule that lets the whole internet in. Names are untrusted. */
export interface OpenPort {
  readonly group: string
  readonly groupName: string
  readonly vpc: string
  /** `tcp`, `udp`, `icmp`, `all` */
  readonly protocol: string
  /** Absent: every port. */
  readonly ports?: { readonly from: number; readonly to: number }
  /** `0.0.0.0/0`, `::/0` */
  readonly source: string
}

export interface OpenPortsPort {
  /**
   * Rules of security groups that are open to everybody, and how many groups were looked at.
   * @param namePrefix of the groups' names: `ohmycoins-staging-`
   * @throws AwsError
   */
  openPorts(namePrefix: string): Promise<{ readonly open: readonly OpenPort[]; readonly groups: number }>
}

const everybody = ['0.0.0.0/0', '::/0']
const mostPages = 10

export function openPortsOf(clients: Clients, calls: Calls): OpenPortsPort {
  return {
    async openPorts(namePrefix) {
      const ec2 = await clients.ec2()
      const open: OpenPort[] = []
      let groups = 0
      let token: string | undefined
      for (let pages = 0; pages < mostPages; pages += 1) {
        const page = await calls.ask('ec2:DescribeSecurityGroups', (options) =>
          ec2.describeSecurityGroups(
            {
              Filters: [{ Name: 'group-name', Values: [`${namePrefix}*`] }],
              MaxResults: 1_000,
              ...(token === undefined ? {} : { NextToken: token }),
            },
            options,
          ),
        )
        for (const { GroupId, GroupName, VpcId, IpPermissions = [] } of page.SecurityGroups ?? []) {
          groups += 1
          const group = { group: GroupId ?? '', groupName: GroupName ?? '', vpc: VpcId ?? '' }
          open.push(...IpPermissions.flatMap(openIn).map((rule) => ({ ...group, ...rule })))
        }
        token = page.NextToken
        if (token === undefined || token === '') break
      }
      return { open, groups }
    },
  }
}

function openIn(rule: IpPermission): readonly Pick<OpenPort, 'protocol' | 'ports' | 'source'>[] {
  const { IpProtocol: protocol = '-1', FromPort: from, ToPort: to, IpRanges = [], Ipv6Ranges = [] } = rule
  const sources = [...IpRanges.map(({ CidrIp }) => CidrIp), ...Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6)]
  return sources
    .filter((source) => source !== undefined && everybody.includes(source))
    .map((source = '') => ({
      protocol: protocol === '-1' ? 'all' : protocol,
      source,
      ...(from === undefined || to === undefined || from === -1 ? {} : { ports: { from, to } }),
    }))
}
