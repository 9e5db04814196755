import type { Calls } from './call.js'
import type { Clients } from './clients.js'

export interface Ec2Port {
  /** How many VPCs the account has in the region. @throws AwsError */
  countVpcs(): Promise<number>
  /** How many elastic addresses the account has in the region. @throws AwsError */
  countAddresses(): Promise<number>
}

/** An account with more pages of VPCs than this has no quota that anybody has to watch. */
const mostPages = 20

/** EC2, as far as quotas count what it has. */
export function ec2Of(clients: Clients, calls: Calls): Ec2Port {
  return {
    async countVpcs() {
      const ec2 = await clients.ec2()
      let count = 0
      let next: string | undefined
      for (let pages = 0; pages < mostPages; pages += 1) {
        const page = await calls.ask('ec2:DescribeVpcs', (options) =>
          ec2.describeVpcs(next === undefined ? {} : { NextToken: next }, options),
        )
        count += page.Vpcs?.length ?? 0
        next = page.NextToken
        if (next === undefined || next === '') break
      }
      return count
    },

    async countAddresses() {
      const ec2 = await clients.ec2()
      // It has no pages.
      const { Addresses: addresses = [] } = await calls.ask('ec2:DescribeAddresses', (options) =>
        ec2.describeAddresses({}, options),
      )
      return addresses.length
    },
  }
}
