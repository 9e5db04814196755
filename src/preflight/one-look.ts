import type { Aws, EcsService } from '../aws/aws.js'
import type { TargetGroupFacts } from '../aws/load-balancing.js'
import type { ServiceRef } from '../core/environment.js'

/** AWS for one preflight: all that is asked about its services is answered from one description of them, which is from when it began, and their target groups are asked for together. */
export function oneLook(aws: Aws, services: readonly ServiceRef[]): Aws {
  let described: Promise<readonly EcsService[]> | undefined
  let groups: Promise<ReadonlyMap<string, TargetGroupFacts | undefined>> | undefined

  async function groupsOfAll(): Promise<ReadonlyMap<string, TargetGroupFacts | undefined>> {
    const ways = ((await described) ?? []).flatMap(({ leadsTo = [] }) => leadsTo)
    const arns = [...new Set(ways.map(({ targetGroup }) => targetGroup))]
    const found = arns.map(async (arn) => [arn, await aws.targetGroup(arn)] as const)
    return new Map(await Promise.all(found))
  }

  return {
    ...aws,
    async targetGroup(arn) {
      groups ??= groupsOfAll()
      const known = await groups
      return known.has(arn) ? known.get(arn) : aws.targetGroup(arn)
    },
    async describeService(ref, options) {
      if (!services.some(({ service }) => service === ref.service)) return aws.describeService(ref, options)
      described ??= aws.describeServices(services)
      const found = (await described).find((one) => one.ref.service === ref.service)
      // What ECS does not know is said as everywhere.
      return found ?? aws.describeService(ref, options)
    },
  }
}
