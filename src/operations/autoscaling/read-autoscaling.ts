import { allServices } from '../../aws/all-services.js'
import type { Aws, ScalableTarget } from '../../aws/aws.js'
import type { AutoscalingAnswer, AutoscalingOfService } from '../../core/autoscaling.js'
import type { Environment, ServiceRef } from '../../core/environment.js'
import type { OperationRecord } from '../../core/operation.js'
import { suspendInput, suspendedNow, suspendedWords } from './autoscaling-input.js'
import { waitTitle } from './autoscaling-steps.js'
import { suspendAutoscaling } from './suspend-autoscaling.js'

/** @param open operations that have not ended, in that environment */
export async function readAutoscaling(
  aws: Aws,
  environment: Environment,
  only: ServiceRef | undefined,
  open: readonly OperationRecord[],
): Promise<AutoscalingAnswer> {
  const refs = only === undefined ? await allServices(aws) : [only]
  const [services, targets] = await Promise.all([aws.describeServices(refs), aws.scalableTargets(refs)])
  const found = await Promise.all(
    services.flatMap(({ ref, desired }) => {
      const target = targets.find((one) => one.ref.service === ref.service)
      return target === undefined ? [] : [ofService(aws, desired, target, open)]
    }),
  )
  const without = services
    .map(({ ref }) => ref.name)
    .filter((name) => !found.some(({ service }) => service === name))
  return { environment: environment.name, services: found, without }
}

async function ofService(
  aws: Aws,
  desired: number,
  target: ScalableTarget,
  open: readonly OperationRecord[],
): Promise<AutoscalingOfService> {
  const { ref, minimum, maximum, suspended } = target
  const [last] = await aws.scalingActivities(ref, 1)
  const by = suspended === undefined ? undefined : suspensionOf(ref, open)
  return {
    ...{ service: ref.name, desired, minimum, maximum },
    ...(suspended === undefined ? {} : { suspended: suspendedWords(suspendedNow(target)) }),
    ...(by === undefined ? {} : { by }),
    ...(last === undefined ? {} : { last }),
  }
}

function suspensionOf(ref: ServiceRef, open: readonly OperationRecord[]): AutoscalingOfService['by'] {
  for (const { id, name, input, caller, steps } of open) {
    const asked = name === suspendAutoscaling.name ? suspendInput.safeParse(input).data : undefined
    if (asked?.service.service !== ref.service || asked.service.cluster !== ref.cluster) continue
    const since = steps.find(({ title }) => title === waitTitle)?.startedAt
    if (since !== undefined) return { operation: id, name: caller.name, until: since + asked.for }
  }
  return undefined
}
