import { dirname } from 'node:path'
import type { TerraformService } from './ecs-services.js'
import { attributeIn } from './hcl-blocks.js'
import { isNamed, namePattern, resourcesIn, type TerraformResource } from './resources.js'

/** A scalable target of Application Auto Scaling as Terraform's files have it. */
export interface TerraformScalingTarget extends TerraformResource {
  /** What stands for `resource_id`: `"service/${aws_ecs_cluster.main.name}/${aws_ecs_service.backend.name}"`. */
  readonly resourceId: string
}

/** What a text of Terraform says of what scales services of ECS. */
export function scalingTargetsIn(text: string, file: string): readonly TerraformScalingTarget[] {
  return resourcesIn(text, file, 'aws_appautoscaling_target')
    .filter(({ body }) => /^("ecs"|[^"].*)$/.test(attributeIn(body, 'service_namespace') ?? '"ecs"'))
    .map(({ resource, body }) => ({ ...resource, resourceId: attributeIn(body, 'resource_id') ?? '' }))
}

/**
 * The target of a service, where its `resource_id` names the service's own resource or writes its name out; `open`: it may be one that only Terraform
 * can tell.
 * @param known the service's own resource, where its files have it
 */
export function targetOf(
  targets: readonly TerraformScalingTarget[],
  service: string,
  known: TerraformService | undefined,
): TerraformScalingTarget | 'open' | undefined {
  const referring = targets.filter((one) => refersTo(one, known))
  if (referring.length > 0) return referring.length === 1 ? referring[0] : 'open'
  const named = targets.filter((one) => isNamed(nameIn(one), service))
  if (named.length === 1 && !isComputed(named[0])) return named[0]
  return named.length > 0 || targets.some(isComputed) ? 'open' : undefined
}

/** A label is known within its own folder: a module has names of its own. */
function refersTo(
  { resourceId, file }: TerraformScalingTarget,
  known: TerraformService | undefined,
): boolean {
  if (known === undefined || dirname(known.file) !== dirname(file)) return false
  return new RegExp(`\\b${known.address.replaceAll('.', '\\.')}(?![\\w-])`).test(resourceId)
}

function nameIn({ resourceId }: TerraformScalingTarget): { readonly name?: string } {
  const name = lastOf(resourceId)
  return name === undefined ? {} : { name }
}

/** Nothing of the service's name is written out, and no service's resource is named either. */
function isComputed(target: TerraformScalingTarget | undefined): boolean {
  return (
    target !== undefined &&
    lastOf(target.resourceId) === undefined &&
    !/aws_ecs_service\./.test(target.resourceId)
  )
}

/** `"service/${var.cluster}/${var.prefix}-backend"` → `*-backend` */
function lastOf(resourceId: string): string | undefined {
  const pattern = namePattern(resourceId)
  const last = pattern?.slice(pattern.lastIndexOf('/') + 1)
  return last === undefined || last === '*' || last === '' ? undefined : last
}
