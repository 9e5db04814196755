import { attributeIn, blocksIn } from './hcl-blocks.js'
import { namePattern, resourcesIn, type TerraformResource } from './resources.js'

/** A service of ECS as Terraform's files have it. */
export interface TerraformService extends TerraformResource {
  /** Its name in ECS, with `*` for what only Terraform computes; absent: all of it. */
  readonly name?: string
}

/** What a text of Terraform says of services of ECS. */
export function servicesIn(text: string, file: string): readonly TerraformService[] {
  return resourcesIn(text, file, 'aws_ecs_service').map(({ resource, body }) => {
    const name = namePattern(attributeIn(body, 'name'))
    return { ...resource, ...(name === undefined ? {} : { name }) }
  })
}

/** Whether a text calls a module that is kept elsewhere: what that holds, nobody knows here. */
export function callsModuleFromElsewhere(text: string): boolean {
  return blocksIn(text).some(({ type, body }) => {
    const source = type === 'module' ? attributeIn(body, 'source') : undefined
    return source !== undefined && !/^"\.{1,2}\//.test(source)
  })
}
