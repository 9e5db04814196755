import type { TaskDefinitionRecord } from '../ecs/model.js'
import { imageName } from '../ecr/registry.js'
import { accountId, arn, region } from '../identity.js'
import type { World } from '../world.js'
import type { EnvironmentSeed, ServiceSeed, VersionSeed } from './model.js'

export interface TaskDefinitionSeed {
  seed: EnvironmentSeed
  service: ServiceSeed
  version: VersionSeed
  number: number
}

export function plantTaskDefinition(world: World, wanted: TaskDefinitionSeed): TaskDefinitionRecord {
  const { seed, service, version, number } = wanted
  const family = `${seed.prefix}-${service.name}`
  const isInactive = version.fate === 'inactive'
  const record: TaskDefinitionRecord = {
    arn: arn('ecs', `task-definition/${family}:${number}`),
    family,
    revision: number,
    status: isInactive ? 'INACTIVE' : 'ACTIVE',
    registeredAt: world.time.now() - 60_000,
    deregisteredAt: isInactive ? world.time.now() + 30 * 86_400_000 : undefined,
    tags: [
      { key: 'Project', value: 'Oh My Coins' },
      { key: 'Environment', value: seed.environment },
      { key: 'ManagedBy', value: 'Terraform' },
    ],
    definition: {
      family,
      taskRoleArn: `arn:aws:iam::${accountId}:role/${seed.prefix}-ecs-task`,
      executionRoleArn: `arn:aws:iam::${accountId}:role/${seed.prefix}-ecs-task-execution`,
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: String(service.cpu),
      memory: String(service.memory),
      runtimePlatform: { cpuArchitecture: 'X86_64', operatingSystemFamily: 'LINUX' },
      containerDefinitions: [
        {
          name: service.name,
          image: imageName(service.repository, version.tag),
          cpu: 0,
          memoryReservation: service.memory / 2,
          essential: true,
          portMappings: [{ containerPort: service.port, hostPort: service.port, protocol: 'tcp' }],
          environment: Object.entries({ ...service.environment, APP_VERSION: version.tag }).map(
            ([name, value]) => ({
              name,
              value,
            }),
          ),
          secrets: Object.entries(service.secrets).map(([name, secret]) => ({
            name,
            valueFrom: `${arn('secretsmanager', `secret:${secret}`)}-a1B2c3`,
          })),
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': `/ecs/${seed.prefix}/${service.name}`,
              'awslogs-region': region,
              'awslogs-stream-prefix': 'ecs',
            },
          },
          mountPoints: [],
          volumesFrom: [],
        },
      ],
    },
  }
  const revisions = world.taskDefinitions.get(family) ?? []
  revisions.push(record)
  world.taskDefinitions.set(family, revisions)
  return record
}
