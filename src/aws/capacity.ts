import type { CapacityProviderStrategyItem, LaunchType, Task } from '@aws-sdk/client-ecs'

const launchTypes: Readonly<Record<LaunchType, string>> = {
  FARGATE: 'Fargate',
  EC2: 'EC2',
  EXTERNAL: 'ECS Anywhere',
  MANAGED_INSTANCES: 'Managed Instances',
}

/** Capacity providers that AWS itself has; others are called what their owners called them. */
const providers: Readonly<Record<string, string>> = { FARGATE: 'Fargate', FARGATE_SPOT: 'Fargate Spot' }

/**
 * What tasks are started on: `Fargate`, or shares by weight: `Fargate 25 % (the first 2), Fargate Spot 75 %`. Undefined where ECS does not say.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html
 */
export function capacityWords({
  capacityProviderStrategy: strategy = [],
  launchType,
}: {
  readonly capacityProviderStrategy?: readonly CapacityProviderStrategyItem[] | undefined
  readonly launchType?: LaunchType | undefined
}): string | undefined {
  if (strategy.length === 0) return launchType === undefined ? undefined : launchTypes[launchType]
  const total = strategy.reduce((sum, { weight = 0 }) => sum + weight, 0)
  const used = strategy.filter(({ weight = 0, base = 0 }) => weight > 0 || base > 0)
  const [only, ...others] = used
  if (only !== undefined && others.length === 0) return providerName(only.capacityProvider)
  return used
    .map(({ capacityProvider, weight = 0, base = 0 }) => {
      const share = total === 0 ? '' : ` ${Math.round((weight / total) * 100)} %`
      return `${providerName(capacityProvider)}${share}${base > 0 ? ` (the first ${base})` : ''}`
    })
    .join(', ')
}

/** What one task runs on; undefined for plain Fargate, and where ECS does not say. */
export function taskCapacity({ capacityProviderName, launchType }: Task): string | undefined {
  const words =
    capacityProviderName === undefined ? capacityWords({ launchType }) : providerName(capacityProviderName)
  return words === launchTypes.FARGATE ? undefined : words
}

function providerName(name = 'an unnamed capacity provider'): string {
  return providers[name] ?? name
}
