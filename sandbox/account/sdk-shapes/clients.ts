import { type Operation, readModule, type Structure } from './schema.js'

/** Each service's client, loaded when the service is first asked: whoever asks has mostly loaded it already. */
const modules: Readonly<Record<string, () => Promise<object>>> = {
  ecs: () => import('@aws-sdk/client-ecs'),
  ecr: () => import('@aws-sdk/client-ecr'),
  'application-autoscaling': () => import('@aws-sdk/client-application-auto-scaling'),
  cloudwatch: () => import('@aws-sdk/client-cloudwatch'),
  logs: () => import('@aws-sdk/client-cloudwatch-logs'),
  elasticloadbalancing: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  rds: () => import('@aws-sdk/client-rds'),
  sqs: () => import('@aws-sdk/client-sqs'),
  acm: () => import('@aws-sdk/client-acm'),
  ce: () => import('@aws-sdk/client-cost-explorer'),
  s3: () => import('@aws-sdk/client-s3'),
  dynamodb: () => import('@aws-sdk/client-dynamodb'),
  servicequotas: () => import('@aws-sdk/client-service-quotas'),
  secretsmanager: () => import('@aws-sdk/client-secrets-manager'),
  iam: () => import('@aws-sdk/client-iam'),
  ec2: () => import('@aws-sdk/client-ec2'),
  cloudtrail: () => import('@aws-sdk/client-cloudtrail'),
  pricing: () => import('@aws-sdk/client-pricing'),
  sts: () => import('@aws-sdk/client-sts'),
}

/** Services of which ohmy has no client: what is sent to them is written by hand, and nothing here can witness for it. */
export const withoutClient: ReadonlySet<string> = new Set(['sns'])

export interface ClientShapes {
  readonly operations: ReadonlyMap<string, Operation>
  readonly errors: readonly Structure[]
}

const loaded = new Map<string, Promise<ClientShapes>>()

/** The shapes that the SDK's client of a service has; undefined where there is none. */
export function shapesOf(service: string): Promise<ClientShapes> | undefined {
  const load = modules[service]
  if (load === undefined) return undefined
  const shapes = loaded.get(service) ?? load().then((module) => readModule({ ...module }))
  loaded.set(service, shapes)
  return shapes
}
