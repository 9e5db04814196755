import { z } from 'zod'
import type { ScalableTarget, SuspendedScaling } from '../../aws/aws.js'
import type { Plan } from '../../core/operation.js'
import { serviceRef } from '../service/service-release.js'

const suspended = z.object({ in: z.boolean(), out: z.boolean(), scheduled: z.boolean() })

export const suspendInput = z.object({
  service: serviceRef,
  /** ms after which it works again. */
  for: z.number().int().min(1),
  /** Only taking tasks away, or only adding some; absent: everything, what is scheduled as well. */
  only: z.enum(['in', 'out']).exactOptional(),
})
export type SuspendInput = z.infer<typeof suspendInput>

export const resumeInput = z.object({ service: serviceRef })
export type ResumeInput = z.infer<typeof resumeInput>

const basis = z.object({ from: suspended, to: suspended })

/** What the steps need of the plan; compared again before the start. */
export function basisOf(plan: Plan): z.infer<typeof basis> {
  return basis.parse(plan.basis)
}

export const nothingSuspended: SuspendedScaling = { in: false, out: false, scheduled: false }

export function suspendedNow(target: Pick<ScalableTarget, 'suspended'>): SuspendedScaling {
  return target.suspended ?? nothingSuspended
}

export function isSame(one: SuspendedScaling, other: SuspendedScaling): boolean {
  return one.in === other.in && one.out === other.out && one.scheduled === other.scheduled
}

/** `takes no tasks away`, `neither adds nor takes away tasks, and does nothing that is scheduled` */
export function suspendedWords({ in: down, out, scheduled }: SuspendedScaling): string {
  const moves =
    down && out
      ? ['neither adds nor takes away tasks']
      : [...(down ? ['takes no tasks away'] : []), ...(out ? ['adds no tasks'] : [])]
  const all = [...moves, ...(scheduled ? ['does nothing that is scheduled'] : [])]
  return all.length === 0 ? 'works' : all.join(' and ')
}
