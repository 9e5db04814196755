import type { EcsService, EcsTaskDefinition } from '../../aws/aws.js'
import type { ServiceRef } from '../../core/environment.js'
import { UserError } from '../../core/user-error.js'

interface Subject {
  readonly ref: ServiceRef
  readonly service: EcsService
}

/** What a release has to know of an Express Mode service, which UpdateService is not for. */
export function expressOf({ isExpress, arn }: EcsService): { readonly express?: string } {
  return isExpress === true ? { express: arn } : {}
}

/**
 * DescribeServices names no task definition of an Express Mode service; where its own call may not be asked, nothing of it can be planned.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeExpressGatewayService.html
 */
export function refuseUnreadExpress({ ref, service }: Subject): void {
  if (service.isExpress !== true || service.express !== undefined) return
  const what = `${ref.name} in ${ref.environment} is an Express Mode service, and what it runs could not be read.`
  const next = 'ohmy’s role needs ecs:DescribeExpressGatewayService for it (docker/iam-policy.json).'
  throw new UserError('express-unread', what, next)
}

/** No call of ECS starts new tasks of such a service unless something of it changes: UpdateExpressGatewayService knows no `forceNewDeployment`. */
export function refuseExpressRestart({ ref, service }: Subject): void {
  if (service.isExpress !== true) return
  const name = `${ref.name} in ${ref.environment}`
  const what = `${name} is an Express Mode service: ECS has no call that replaces its tasks by new ones of the same version.`
  const next = `Deploy another tag or digest; or stop its tasks one after the other, which ECS replaces: \`/ohmy tasks ${ref.name} ${ref.environment}\`.`
  throw new UserError('express-restart', what, next)
}

/** ECS takes a task definition for Express Mode only with this container, a named TCP port of it, and Fargate; its own ones have them. */
export function refuseUnfitForExpress(
  { ref, service }: Subject,
  wanted: EcsTaskDefinition | undefined,
): void {
  if (service.isExpress !== true || wanted === undefined) return
  if (wanted.containers.some(({ name }) => name === 'Main')) return
  const what = `${ref.name} in ${ref.environment} is an Express Mode service, which takes only task definitions with a container named Main.`
  throw new UserError('express-container', what, 'Nothing was changed.')
}

/** Its count is autoscaling's alone: the range is what can be changed. */
export function refuseExpressCount({ ref, service }: Subject): void {
  if (service.isExpress !== true) return
  const { range } = service.express ?? {}
  const now = range === undefined ? '' : ` between ${range.minimum} and ${range.maximum}`
  const what = `${ref.name} in ${ref.environment} is an Express Mode service: autoscaling keeps its count${now}, and ECS has no call to set it.`
  const next = `Change the range: \`/ohmy scale ${ref.name} ${range?.minimum ?? 1}..${(range?.maximum ?? 1) + 1} ${ref.environment}\`.`
  throw new UserError('express-count', what, next)
}

/** What is told of a change of it. */
export function expressDetails({ isExpress }: EcsService): readonly string[] {
  return isExpress === true
    ? [
        'An Express Mode service: ECS takes the task definition by its own call (UpdateExpressGatewayService), and from then on as one of yours.',
      ]
    : []
}
