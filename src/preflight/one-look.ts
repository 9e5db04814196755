import type { Aws, EcsService } from '../aws/aws.js'
import type { TargetGroupFacts } from '../aws/load-balancing.js'
import type { ServiceRef } from '../core/environment.js'

/** AWS for one preflight: all that is asked about its services is answered from one description of them, which is from when it began, and their target groups are asked for together. */
export function oneLook(aws: Aws, services: readonly ServiceRef[]): Aws {
  let described: Promise<readonly EcsService[]> | undefined
  let groups: Promise<ReadonlyMap<string, Promise<TargetGroupFacts | undefined>>> | undefined

  /** Asked for in one turn, so that they are one call. Each has its own answer: where one cannot be had, the others can. */
  async function groupsOfAll(): Promise<ReadonlyMap<string, Promise<TargetGroupFacts | undefined>>> {
    const ways = ((await described) ?? []).flatMap(({ leadsTo = [] }) => leadsTo)
    const arns = [...new Set(ways.map(({ targetGroup }) => targetGroup))]
    const asked = new Map(arns.map((arn) => [arn, aws.targetGroup(arn)]))
    for (const answer of asked.values()) answer.catch(() => undefined)
    return asked
  }

  return {
    ...aws,
    async targetGroup(arn) {
      groups ??= groupsOfAll()
      return (await groups).get(arn) ?? aws.targetGroup(arn)
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
