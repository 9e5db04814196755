import type { IpPermission } from '@aws-sdk/client-ec2'
import type { Calls } from './call.js'
import type { Clients } from './clients.js'
import { type IncomingRule, openToTheWorld } from './world-ranges.js'

/** What a security group lets the whole internet in to. Names are untrusted. */
export interface OpenPort extends IncomingRule {
  readonly group: string
  readonly groupName: string
}

export interface OpenPorts {
  readonly open: readonly OpenPort[]
  /** How many groups were looked at. */
  readonly groups: number
  /** There are more. */
  readonly isCut: boolean
  /** Prefix lists that rules let in: what is in them is not looked at. */
  readonly prefixLists: readonly string[]
}

export interface OpenPortsPort {
  /**
   * What security groups let everybody in to, also where several ranges make the world together.
   * @param namePrefix of the groups' names: `ohmycoins-staging-`
   * @throws AwsError
   */
  openPorts(namePrefix: string): Promise<OpenPorts>
}

const mostPages = 10

export function openPortsOf(clients: Clients, calls: Calls): OpenPortsPort {
  return {
    async openPorts(namePrefix) {
      const ec2 = await clients.ec2()
      const open: OpenPort[] = []
      const prefixLists = new Set<string>()
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
        for (const { GroupId, GroupName, IpPermissions = [] } of page.SecurityGroups ?? []) {
          groups += 1
          const group = { group: GroupId ?? '', groupName: GroupName ?? '' }
          open.push(...openToTheWorld(IpPermissions.flatMap(rulesOf)).map((rule) => ({ ...group, ...rule })))
          for (const { PrefixListIds = [] } of IpPermissions) {
            for (const { PrefixListId: id } of PrefixListIds) if (id !== undefined) prefixLists.add(id)
          }
        }
        token = page.NextToken === '' ? undefined : page.NextToken
        if (token === undefined) break
      }
      return { open, groups, isCut: token !== undefined, prefixLists: [...prefixLists] }
    },
  }
}

function rulesOf(permission: IpPermission): readonly IncomingRule[] {
  const {
    IpProtocol: protocol = '-1',
    FromPort: from,
    ToPort: to,
    IpRanges = [],
    Ipv6Ranges = [],
  } = permission
  const sources = [...IpRanges.map(({ CidrIp }) => CidrIp), ...Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6)]
  // Of ICMP they are a type and a code, which nobody lets in by halves.
  const isOfPorts = protocol === 'tcp' || protocol === 'udp' || protocol === '6' || protocol === '17'
  const ports =
    !isOfPorts || from === undefined || to === undefined || from === -1 ? {} : { ports: { from, to } }
  return sources.flatMap((source = '') => ({
    protocol: protocol === '-1' ? 'all' : protocol,
    source,
    ...ports,
  }))
}
