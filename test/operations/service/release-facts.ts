import { RawPrices } from '../../../src/config/costs-schema.js'
import type {
  EcsDeployment,
  EcsService,
  EcsTaskDefinition,
  ServiceDeployment,
  ServiceDeploymentDetail,
  ServiceRevision,
} from '../../../src/aws/aws.js'
import { toStrategy } from '../../../src/aws/deployment-strategy.js'
import type { Environment } from '../../../src/core/environment.js'
import { UserError } from '../../../src/core/user-error.js'

export const day = 86_400_000
export const now = 1_000 * day
export const registry = '123456789012.dkr.ecr.ap-southeast-2.amazonaws.com'
export const family = 'ohmycoins-prod-backend'

export const ref = {
  environment: 'production',
  name: 'backend',
  service: family,
  cluster: 'ohmycoins-prod-cluster',
}

export const environment: Environment = {
  name: 'production',
  aliases: ['prod'],
  region: 'ap-southeast-2',
  cluster: ref.cluster,
  services: [ref],
  servicePrefix: 'ohmycoins-prod-',
  logGroups: {},
  alarmPrefix: 'ohmycoins-prod-',
  policy: {
    scale: { minimum: 2, maximum: 10, toZero: true },
    deploy: { provenIn: 'staging', rollBack: true },
    access: {},
    approvals: {},
    approvalsExpireAfter: 30 * 60_000,
    changesIn: [],
  },
}

/** us-east-1's list prices. */
export const prices = RawPrices.parse({ asOf: '2026-11-28' })

export const image = (tag: string, repository = 'ohmycoins/backend') => `${registry}/${repository}:${tag}`
export const digest = (letter: string) => `sha256:${letter.repeat(64)}`
export const arn = (revision: number) =>
  `arn:aws:ecs:ap-southeast-2:123456789012:task-definition/${family}:${revision}`

export function definition(
  revision: number,
  tag: string,
  changes: Partial<EcsTaskDefinition> = {},
): EcsTaskDefinition {
  const container = {
    name: 'backend',
    image: image(tag),
    essential: true,
    environment: { LOG_LEVEL: 'a' },
    secrets: { SECRET_KEY: 'arn:aws:secretsmanager:ap-southeast-2:123456789012:secret:app-secret-key' },
  }
  return {
    arn: arn(revision),
    family,
    revision,
    status: 'ACTIVE',
    registeredAt: now - day,
    cpu: '1024',
    memory: '2048',
    containers: [container],
    tags: {},
    ...changes,
  }
}

const primary: EcsDeployment = {
  id: 'ecs-svc/1',
  status: 'PRIMARY',
  rolloutState: 'COMPLETED',
  desired: 2,
  running: 2,
  pending: 0,
  failedTasks: 0,
  createdAt: now - 9 * day,
  taskDefinition: arn(42),
}

export function service(
  changes: Partial<EcsService> = {},
  deployment: Partial<EcsDeployment> = {},
): EcsService {
  return {
    ref,
    arn: 'arn:service',
    status: 'ACTIVE',
    desired: 2,
    running: 2,
    pending: 0,
    taskDefinition: arn(42),
    deploymentController: 'ECS',
    deployments: [{ ...primary, ...deployment }],
    currentServiceRevisions: ['revision-42'],
    targetGroups: [],
    events: [],
    ...changes,
  }
}

/** A service deployment that brought revision `revision-<number>`, so many days ago. */
export function deployed(
  number: number,
  daysAgo: number,
  status: ServiceDeployment['status'] = 'SUCCESSFUL',
): ServiceDeployment {
  const createdAt = now - daysAgo * day
  const ended = ['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED'].includes(status)
  return {
    arn: `deployment-${number}`,
    status,
    target: `revision-${number}`,
    createdAt,
    ...(ended ? { finishedAt: createdAt + 120_000 } : {}),
  }
}

export function inFull(
  deployment: ServiceDeployment,
  changes: Partial<ServiceDeploymentDetail> = {},
): ServiceDeploymentDetail {
  return { ...deployment, sources: [], hooks: [], alarmsThatRang: [], strategy: toStrategy(), ...changes }
}

/** Service revision `revision-<number>`, of the task definition with that number unless told otherwise. */
export function revision(number: number, taskDefinition = number, tag = `sprint-${number}`): ServiceRevision {
  return {
    arn: `revision-${number}`,
    taskDefinition: arn(taskDefinition),
    images: [{ container: 'backend', image: image(tag), digest: digest(String(taskDefinition % 10)) }],
    settings: {
      subnets: ['subnet-1'],
      securityGroups: ['sg-1'],
      publicAddress: false,
      targetGroups: [],
      platformVersion: '1.4.0',
    },
  }
}

/** The refusal, as a person reads it. */
export function refusal(decide: () => unknown): { code: string; text: string } {
  try {
    decide()
  } catch (error) {
    if (error instanceof UserError) return { code: error.code, text: error.message }
    throw error
  }
  throw new Error('It was not refused')
}
