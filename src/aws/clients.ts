import type { ACM } from '@aws-sdk/client-acm'
import type { ApplicationAutoScaling } from '@aws-sdk/client-application-auto-scaling'
import type { CloudTrail } from '@aws-sdk/client-cloudtrail'
import type { CloudWatch } from '@aws-sdk/client-cloudwatch'
import type { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs'
import type { CostExplorer } from '@aws-sdk/client-cost-explorer'
import type { DynamoDB } from '@aws-sdk/client-dynamodb'
import type { EC2 } from '@aws-sdk/client-ec2'
import type { ECR } from '@aws-sdk/client-ecr'
import type { ECS } from '@aws-sdk/client-ecs'
import type { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { IAM } from '@aws-sdk/client-iam'
import type { Pricing } from '@aws-sdk/client-pricing'
import type { RDS } from '@aws-sdk/client-rds'
import type { S3 } from '@aws-sdk/client-s3'
import type { SecretsManager } from '@aws-sdk/client-secrets-manager'
import type { ServiceQuotas } from '@aws-sdk/client-service-quotas'
import type { SQS } from '@aws-sdk/client-sqs'
import type { STS } from '@aws-sdk/client-sts'
import { once } from './once.js'
import { type AssumeRole, assumedCredentials } from './credentials.js'
import { prefixOnlyHostsOfAws } from './host-prefix.js'
import { boundedRequestHandler } from './request-handler.js'

export interface ClientOptions {
  readonly region: string
  readonly assumeRole?: AssumeRole
  /** ms an attempt may take; the socket gives up then even if nobody aborts. */
  readonly timeout: number
}

/** Bytes of an answer. AWS's own limits for what is asked here are 10 MB and less. */
const mostBytes = 16 * 1024 * 1024

/** The SDK's clients, each loaded and made when first asked for, all over one pool of connections. */
export interface Clients {
  ecs(): Promise<ECS>
  autoScaling(): Promise<ApplicationAutoScaling>
  /** @param region another one than the environment's: dashboards show metrics of several */
  cloudWatch(region?: string): Promise<CloudWatch>
  loadBalancing(): Promise<ElasticLoadBalancingV2>
  sts(): Promise<STS>
  /** The registry of that region: images may lie in another one than the cluster. Loaded when first asked, not by `warm`. */
  ecr(region: string): Promise<ECR>
  /** Loaded when first asked, not by `warm`. */
  logs(): Promise<CloudWatchLogs>
  /** Loaded when first asked, not by `warm`. */
  rds(): Promise<RDS>
  /** Loaded when first asked, not by `warm`. */
  acm(): Promise<ACM>
  /** Loaded when first asked, not by `warm`. */
  sqs(): Promise<SQS>
  /** Cost Explorer has one endpoint for all regions, in us-east-1. Loaded when first asked, not by `warm`. */
  costExplorer(): Promise<CostExplorer>
  /** What only a preflight asks; loaded when first asked, not by `warm`. A state may lie in another region than the cluster. */
  s3(region: string): Promise<S3>
  dynamoDb(region: string): Promise<DynamoDB>
  serviceQuotas(): Promise<ServiceQuotas>
  ec2(): Promise<EC2>
  /** IAM has one endpoint for all regions. */
  iam(): Promise<IAM>
  secrets(): Promise<SecretsManager>
  /** Loaded when first asked, not by `warm`. Logins and IAM are recorded in us-east-1, whichever region somebody works in. */
  cloudTrail(region: string): Promise<CloudTrail>
  /** The price list of all regions, which us-east-1 gives out. Loaded when first asked, not by `warm`. */
  pricing(): Promise<Pricing>
  /** Loads what a status asks, so that the first question does not wait for it. */
  warm(): Promise<void>
  /** Closes the connections. */
  close(): Promise<void>
}

/**
 * Endpoints come from where the SDK looks for them (AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_<SERVICE>, the shared file) and nowhere else.
 * The SDK repeats nothing here: it would send changes again after a broken connection (see call.ts for what is asked again).
 */
export function createClients(options: ClientOptions): Clients {
  let handler: ReturnType<typeof boundedRequestHandler> | undefined

  const configuration = once(async () => {
    // The SDK's documented switch for its notice that releases after January 2027 need Node 22: versions here are pinned.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
    const { NodeHttpHandler: Handler } = await import('@smithy/node-http-handler')
    const connections = new Handler({
      connectionTimeout: Math.min(2_000, options.timeout),
      requestTimeout: options.timeout,
      // Without it the SDK only warns and waits on.
      throwOnRequestTimeout: true,
      socketTimeout: options.timeout,
      httpAgent: { keepAlive: true, maxSockets: 200 },
      httpsAgent: { keepAlive: true, maxSockets: 200 },
    })
    handler = boundedRequestHandler(connections, { mostBytes, timeout: options.timeout })
    const common = {
      region: options.region,
      maxAttempts: 1,
      requestHandler: handler,
      // What CloudTrail shows of who called, beside the role.
      customUserAgent: 'ohmy',
    }
    if (!options.assumeRole) return common
    return { ...common, credentials: await assumedCredentials(options.assumeRole, common) }
  })

  const ecs = once(async () => new (await import('@aws-sdk/client-ecs')).ECS(await configuration()))
  const autoScaling = once(async () => {
    const { ApplicationAutoScaling: Client } = await import('@aws-sdk/client-application-auto-scaling')
    return new Client(await configuration())
  })
  const cloudWatches = new Map<string, () => Promise<CloudWatch>>()

  function cloudWatch(region = options.region): Promise<CloudWatch> {
    const known = cloudWatches.get(region)
    if (known) return known()
    const made = once(async () => {
      const { CloudWatch: Client } = await import('@aws-sdk/client-cloudwatch')
      return new Client({ ...(await configuration()), region })
    })
    cloudWatches.set(region, made)
    return made()
  }
  const loadBalancing = once(async () => {
    const { ElasticLoadBalancingV2: Client } = await import('@aws-sdk/client-elastic-load-balancing-v2')
    return new Client(await configuration())
  })
  const sts = once(async () => new (await import('@aws-sdk/client-sts')).STS(await configuration()))

  const logs = once(async () => {
    const { CloudWatchLogs: Client } = await import('@aws-sdk/client-cloudwatch-logs')
    const client = new Client(await configuration())
    prefixOnlyHostsOfAws(client)
    return client
  })
  const rds = once(async () => new (await import('@aws-sdk/client-rds')).RDS(await configuration()))
  const acm = once(async () => new (await import('@aws-sdk/client-acm')).ACM(await configuration()))
  const sqs = once(async () => {
    const { SQS: Client } = await import('@aws-sdk/client-sqs')
    // Otherwise the host of a queue's address would win over AWS_ENDPOINT_URL.
    return new Client({ ...(await configuration()), useQueueUrlAsEndpoint: false })
  })
  const costExplorer = once(async () => {
    const { CostExplorer: Client } = await import('@aws-sdk/client-cost-explorer')
    return new Client({ ...(await configuration()), region: 'us-east-1' })
  })
  /** One client a region, each made once. */
  function byRegion<Client>(make: (region: string) => Promise<Client>): (region: string) => Promise<Client> {
    const made = new Map<string, () => Promise<Client>>()
    return (region) => {
      const known = made.get(region) ?? once(() => make(region))
      made.set(region, known)
      return known()
    }
  }
  const ecr = byRegion(async (region) => {
    const { ECR: Client } = await import('@aws-sdk/client-ecr')
    return new Client({ ...(await configuration()), region })
  })
  const s3 = byRegion(async (region) => {
    const { S3: Client } = await import('@aws-sdk/client-s3')
    return new Client({ ...(await configuration()), region })
  })
  const dynamoDb = byRegion(async (region) => {
    const { DynamoDB: Client } = await import('@aws-sdk/client-dynamodb')
    return new Client({ ...(await configuration()), region })
  })
  const cloudTrail = byRegion(async (region) => {
    const { CloudTrail: Client } = await import('@aws-sdk/client-cloudtrail')
    return new Client({ ...(await configuration()), region })
  })
  const pricing = once(async () => {
    const { Pricing: Client } = await import('@aws-sdk/client-pricing')
    return new Client({ ...(await configuration()), region: 'us-east-1' })
  })
  const serviceQuotas = once(async () => {
    const { ServiceQuotas: Client } = await import('@aws-sdk/client-service-quotas')
    return new Client(await configuration())
  })
  const ec2 = once(async () => new (await import('@aws-sdk/client-ec2')).EC2(await configuration()))
  const iam = once(async () => new (await import('@aws-sdk/client-iam')).IAM(await configuration()))
  const secrets = once(async () => {
    const { SecretsManager: Client } = await import('@aws-sdk/client-secrets-manager')
    return new Client(await configuration())
  })

  return {
    ecs,
    ecr,
    autoScaling,
    cloudWatch,
    loadBalancing,
    sts,
    logs,
    rds,
    acm,
    sqs,
    costExplorer,
    s3,
    dynamoDb,
    serviceQuotas,
    ec2,
    iam,
    secrets,
    cloudTrail,
    pricing,
    async warm() {
      await Promise.all([ecs(), autoScaling(), cloudWatch(), loadBalancing()])
    },
    async close() {
      handler?.destroy()
    },
  }
}
