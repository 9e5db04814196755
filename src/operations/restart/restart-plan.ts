import { z } from 'zod'
import { shortDigest } from '../../aws/image-name.js'
import type { PlanContext } from '../../changes/definition.js'
import type { Plan } from '../../core/operation.js'
import { UserError } from '../../core/user-error.js'
import { firstOf } from '../../status/wording.js'
import { deployBasis } from '../deploy/deploy-input.js'
import { planDeploy } from '../deploy/deploy-plan.js'
import type { Ports } from '../operations.js'
import { isAnotherImage, serviceRef } from '../service/service-release.js'

export const restartInput = z.object({
  environment: z.string(),
  /** In the order in which they are restarted. */
  services: z.array(serviceRef).min(1).max(10),
})
export type RestartInput = z.infer<typeof restartInput>

/** The plan of a deployment of what runs, as long as new tasks would run the very same. */
export async function planRestart(context: PlanContext<RestartInput, Ports>): Promise<Plan> {
  const plan = await planDeploy({ ...context, input: { ...context.input, force: true } })
  refuseAnotherImage(plan, context.input)
  return plan
}

/** A tag that was pushed again makes a deployment of it, which a policy may ask more for. */
function refuseAnotherImage(plan: Plan, { environment }: RestartInput): void {
  const found = deployBasis.parse(plan.basis).releases.find(isAnotherImage)
  if (found === undefined) return
  const { service, to } = found
  const digests = to.kind === 'restart' ? Object.values(to.digests).map(shortDigest) : []
  const what = `New tasks of ${service.name} in ${environment} would run another image: its tag was pushed again and means ${firstOf(digests)} now.`
  const next = `That is a deployment, not a restart: \`/ohmy deploy ${service.name} ${environment} --force\`.`
  throw new UserError('tag-moved', what, next)
}
