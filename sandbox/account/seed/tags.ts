import type { Tag } from '@aws-sdk/client-ecs'
import type { EnvironmentSeed } from './model.js'

/** As Terraform has put them on everything of an environment. */
export function tagsOf(seed: EnvironmentSeed): Tag[] {
  return [
    { key: 'Project', value: 'Oh My Coins' },
    { key: 'Environment', value: seed.environment },
    { key: 'ManagedBy', value: 'Terraform' },
  ]
}
