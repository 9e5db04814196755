import type { EcsContainer, EcsTaskDefinition } from '../../aws/aws.js'
import { parseImageName } from '../../aws/image-name.js'
import { nearest } from '../../core/suggest.js'
import { UserError } from '../../core/user-error.js'
import { firstOf } from '../../status/wording.js'
import type { RunTaskInput } from './run-task-input.js'

/**
 * The container whose command is replaced: the one that is named, the only essential one, or the one whose image or name is the service's.
 * The task ends with it, so it is an essential one.
 */
export function containerFor(
  { containers }: Pick<EcsTaskDefinition, 'containers'>,
  { service, container: named }: Pick<RunTaskInput, 'service' | 'container'>,
): EcsContainer {
  const essential = containers.filter((one) => one.essential)
  const names = essential.map(({ name }) => name)
  if (named !== undefined) {
    const found = essential.find(({ name }) => name === named)
    if (found !== undefined) return found
    const meant = nearest(named, names)
    const hint = meant === undefined ? '' : `Did you mean ${meant}? `
    const what = `${service.name} has no essential container ${named}: a task would not end with it.`
    throw new UserError('container-unknown', what, `${hint}It has ${firstOf(names, 10)}.`)
  }
  const own = essential.filter(({ name, image }) => {
    const { repository } = parseImageName(image)
    return name === service.name || repository === service.name || repository.endsWith(`/${service.name}`)
  })
  const [only, ...others] = essential.length === 1 ? essential : own
  if (only !== undefined && others.length === 0) return only
  const what = `${service.name} runs several containers: ${firstOf(names, 10)}.`
  throw new UserError('container-needed', what, 'Say which one runs it, with `--container`.', {
    choice: { argument: 'container', values: names },
  })
}
