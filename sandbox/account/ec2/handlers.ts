import type {
  DescribeAddressesCommandInput,
  DescribeAddressesCommandOutput,
  DescribeVpcsCommandInput,
  DescribeVpcsCommandOutput,
} from '@aws-sdk/client-ec2'
import type { Handler } from '../handler.js'
import { describeSecurityGroups } from './security-groups.js'

const describeVpcs: Handler<DescribeVpcsCommandInput, DescribeVpcsCommandOutput> = (_, { world }) => ({
  Vpcs: Array.from({ length: world.network.vpcs }, (_one, index) => ({
    VpcId: `vpc-0123456789abcdef${index}`,
    CidrBlock: `10.${index}.0.0/16`,
    State: 'available' as const,
  })),
})

const describeAddresses: Handler<DescribeAddressesCommandInput, DescribeAddressesCommandOutput> = (
  _,
  { world },
) => ({
  Addresses: Array.from({ length: world.network.addresses }, (_one, index) => ({
    AllocationId: `eipalloc-0123456789abcdef${index}`,
    PublicIp: `203.0.113.${index + 1}`,
    Domain: 'vpc' as const,
  })),
})

export const ec2Handlers = {
  DescribeVpcs: describeVpcs,
  DescribeAddresses: describeAddresses,
  DescribeSecurityGroups: describeSecurityGroups,
}
