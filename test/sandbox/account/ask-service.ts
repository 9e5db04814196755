import * as acm from '@aws-sdk/client-acm'
import * as autoscaling from '@aws-sdk/client-application-auto-scaling'
import * as trail from '@aws-sdk/client-cloudtrail'
import * as cloudwatch from '@aws-sdk/client-cloudwatch'
import * as logs from '@aws-sdk/client-cloudwatch-logs'
import * as costs from '@aws-sdk/client-cost-explorer'
import * as dynamodb from '@aws-sdk/client-dynamodb'
import * as ec2 from '@aws-sdk/client-ec2'
import * as ecr from '@aws-sdk/client-ecr'
import * as ecs from '@aws-sdk/client-ecs'
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2'
import * as iam from '@aws-sdk/client-iam'
import * as pricing from '@aws-sdk/client-pricing'
import * as rds from '@aws-sdk/client-rds'
import * as s3 from '@aws-sdk/client-s3'
import * as secrets from '@aws-sdk/client-secrets-manager'
import * as quotas from '@aws-sdk/client-service-quotas'
import * as sqs from '@aws-sdk/client-sqs'
import * as sts from '@aws-sdk/client-sts'

interface AnyClient {
  send(command: unknown): Promise<object>
  destroy(): void
}
type Made<T> = new (input: object) => T

/** Each service's module, and what its client is called there. */
const modules: Readonly<Record<string, readonly [module: object, client: string]>> = {
  acm: [acm, 'ACMClient'],
  'application-autoscaling': [autoscaling, 'ApplicationAutoScalingClient'],
  cloudwatch: [cloudwatch, 'CloudWatchClient'],
  logs: [logs, 'CloudWatchLogsClient'],
  ce: [costs, 'CostExplorerClient'],
  ecr: [ecr, 'ECRClient'],
  ecs: [ecs, 'ECSClient'],
  elasticloadbalancing: [elb, 'ElasticLoadBalancingV2Client'],
  rds: [rds, 'RDSClient'],
  sqs: [sqs, 'SQSClient'],
  s3: [s3, 'S3Client'],
  dynamodb: [dynamodb, 'DynamoDBClient'],
  servicequotas: [quotas, 'ServiceQuotasClient'],
  secretsmanager: [secrets, 'SecretsManagerClient'],
  iam: [iam, 'IAMClient'],
  ec2: [ec2, 'EC2Client'],
  cloudtrail: [trail, 'CloudTrailClient'],
  pricing: [pricing, 'PricingClient'],
  sts: [sts, 'STSClient'],
}

/** What came of one question: the answer as the SDK read it, or the error's name. */
export interface Reply {
  readonly answer?: Readonly<Record<string, unknown>>
  readonly error?: string
}

/** Asks any service by the names that IAM has for it, such as `ecs` and `ListClusters`, each question once. */
export function serviceAsker(endpoint: string) {
  const clients = new Map<string, AnyClient>()
  function clientOf(service: string): { readonly module: object; readonly client: AnyClient } {
    const [module, name] = modules[service] ?? []
    if (module === undefined || name === undefined) throw new Error(`There is no client of ${service}`)
    const client = clients.get(service) ?? new (made<AnyClient>(module, name))(configuration(endpoint))
    clients.set(service, client)
    return { module, client }
  }
  return {
    async ask(service: string, action: string, input: object = {}): Promise<Reply> {
      const { module, client } = clientOf(service)
      try {
        const answer = await client.send(new (made(module, `${action}Command`))(input))
        const members = Object.entries(answer).filter(([name]) => name !== '$metadata')
        return { answer: Object.fromEntries(members) }
      } catch (error) {
        return { error: error instanceof Error ? error.name : String(error) }
      }
    },
    close() {
      for (const client of clients.values()) client.destroy()
    },
  }
}

function configuration(endpoint: string): object {
  return {
    endpoint,
    region: 'ap-southeast-2',
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIASANDBOX', secretAccessKey: 'sandbox' },
    disableHostPrefix: true,
    useQueueUrlAsEndpoint: false,
  }
}

function made<T = unknown>(module: object, name: string): Made<T> {
  const found = (module as Record<string, unknown>)[name]
  if (typeof found !== 'function') throw new Error(`The AWS SDK has no ${name}`)
  return found as Made<T>
}
