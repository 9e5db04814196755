import type { EcsTaskDefinition } from '../../aws/aws.js'
import { versionOf } from '../../aws/image-name.js'
import { firstOf } from '../../status/wording.js'

/** The image tags of the essential containers: what people call the version. */
export function versionsOf({ containers }: EcsTaskDefinition): string {
  const own = containers.filter(({ essential }) => essential)
  return firstOf([...new Set((own.length === 0 ? containers : own).map(({ image }) => versionOf(image)))])
}
