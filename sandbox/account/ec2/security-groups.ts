import type {
  DescribeSecurityGroupsCommandInput,
  DescribeSecurityGroupsCommandOutput,
  IpPermission,
} from '@aws-sdk/client-ec2'
import type { Handler } from '../handler.js'

/** EC2's dialect calls its lists in the singular, and numbers what is in them. */
interface AsSent {
  readonly Filter?: Readonly<
    Record<string, { readonly Name?: string; readonly Value?: Readonly<Record<string, string>> }>
  >
}

export const describeSecurityGroups: Handler<
  DescribeSecurityGroupsCommandInput & AsSent,
  DescribeSecurityGroupsCommandOutput
> = ({ Filter: filters = {} }, { world }) => {
  const byName = Object.values(filters).find(({ Name }) => Name === 'group-name')
  const names = Object.values(byName?.Value ?? {})
  const found = world.securityGroups.filter(({ name }) =>
    names.some((pattern) => name.startsWith(pattern.replace(/\*$/, ''))),
  )
  return {
    SecurityGroups: found.map(({ id, name, rules }) => ({
      GroupId: id,
      GroupName: name,
      VpcId: 'vpc-0123456789abcdef0',
      IpPermissions: rules.map(({ port, source }) => ({
        IpProtocol: 'tcp',
        FromPort: port,
        ToPort: port,
        ...sourceOf(source),
      })),
    })),
  }
}

/** A list of addresses is named by its id: `pl-0123`. */
function sourceOf(source: string): Pick<IpPermission, 'IpRanges' | 'Ipv6Ranges' | 'PrefixListIds'> {
  if (source.startsWith('pl-')) return { PrefixListIds: [{ PrefixListId: source }] }
  return source.includes(':') ? { Ipv6Ranges: [{ CidrIpv6: source }] } : { IpRanges: [{ CidrIp: source }] }
}
