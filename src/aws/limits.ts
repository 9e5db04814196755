import { type Action, assumes, changes, questions } from './actions.js'
import type { TokenBucketOptions } from './token-bucket.js'

/** How many things AWS takes in one call, from the API references. */
export const perCall = {
  /** ecs:ListServices maxResults */
  servicesListed: 100,
  /** ecs:DescribeServices */
  servicesDescribed: 10,
  /** ecs:DescribeServiceRevisions */
  revisions: 20,
  /** ecs:ListServiceDeployments maxResults */
  serviceDeploymentsListed: 100,
  /** ecs:DescribeServiceDeployments */
  serviceDeploymentsDescribed: 20,
  /** ecs:ListTaskDefinitions maxResults */
  taskDefinitionsListed: 100,
  /** ecr:DescribeImages maxResults */
  images: 1_000,
  /** ecr:DescribeImages imageIds */
  imagesNamed: 100,
  /** ecs:ListTasks maxResults and ecs:DescribeTasks */
  tasks: 100,
  /** ecs:DescribeContainerInstances */
  containerInstances: 100,
  /** elasticloadbalancing:DescribeTargetGroups takes no page size beyond 400; 20 keep the query short. */
  targetGroups: 20,
  /** application-autoscaling:DescribeScalableTargets answers with 50 at most, so asking by 50 resource ids needs no second page. */
  scalableTargets: 50,
  /** cloudwatch:GetMetricData queries */
  metrics: 500,
  /** cloudwatch:DescribeAlarms MaxRecords */
  alarms: 100,
  /** rds:DescribeDBSnapshots MaxRecords */
  snapshots: 100,
  /** logs:FilterLogEvents limit; 1 MB a page comes first */
  logEvents: 10_000,
} as const

/**
 * Our own call rates, about nine tenths of what AWS allows an account in a region (burst / a second), so that other users of the account
 * keep some. Service reads may burst to the whole (a status of 1,000 services is 110 calls at once) and refill more slowly instead. DescribeAlarms is the exception: ECS itself asks it for alarm-based rollbacks out of the same 9 a second, so ohmy takes a third.
 */
export const buckets = {
  'ecs service reads': { burst: 100, perSecond: 18 },
  'ecs service changes': { burst: 45, perSecond: 4.5 },
  'ecs deployments and revisions': { burst: 45, perSecond: 18 },
  'ecs tasks': { burst: 90, perSecond: 18 },
  // Fargate starts 20 a second for an account: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/throttling.html
  'ecs task changes': { burst: 36, perSecond: 18 },
  'ecs task definition reads': { burst: 45, perSecond: 18 },
  'ecs task definition changes': { burst: 18, perSecond: 0.9 },
  'registry reads': { burst: 30, perSecond: 9 },
  'scaling reads': { burst: 30, perSecond: 9 },
  'scaling changes': { burst: 9, perSecond: 2 },
  'load balancing reads': { burst: 36, perSecond: 9 },
  certificates: { burst: 9, perSecond: 4.5 },
  databases: { burst: 9, perSecond: 4.5 },
  alarms: { burst: 3, perSecond: 3 },
  // AWS tells no rate for these two.
  contributors: { burst: 5, perSecond: 3 },
  'mute rules': { burst: 10, perSecond: 5 },
  metrics: { burst: 45, perSecond: 45 },
  'metric names': { burst: 20, perSecond: 20 },
  dashboards: { burst: 9, perSecond: 9 },
  'widget images': { burst: 18, perSecond: 18 },
  'log events': { burst: 5, perSecond: 4.5 },
  'log groups': { burst: 9, perSecond: 4.5 },
  'log queries': { burst: 5, perSecond: 4.5 },
  'log query results': { burst: 5, perSecond: 4.5 },
  'live tails': { burst: 2, perSecond: 1 },
  // SQS itself takes nearly any number; each call is paid for.
  queues: { burst: 200, perSecond: 100 },
  costs: { burst: 4, perSecond: 1 },
  identity: { burst: 20, perSecond: 10 },
  // AWS tells no rate of the simulator.
  permissions: { burst: 60, perSecond: 10 },
  // S3 and DynamoDB take thousands: a question for a lock is one or two.
  states: { burst: 50, perSecond: 50 },
  secrets: { burst: 40, perSecond: 20 },
  network: { burst: 20, perSecond: 10 },
  // Two a second for an account in a region: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
  trail: { burst: 2, perSecond: 1.8 },
  // AWS tells no rate; a refresh asks some ten times.
  prices: { burst: 10, perSecond: 5 },
  // Service Quotas takes 10 a second at once (GetServiceQuota, "burst 10"): https://docs.aws.amazon.com/servicequotas/latest/userguide/reference.html
  quotas: { burst: 9, perSecond: 4.5 },
} as const satisfies Record<string, TokenBucketOptions>

export type BucketName = keyof typeof buckets

/** Which bucket a call is drawn from. */
export const bucketOf: Readonly<Record<Action, BucketName>> = { ...questions, ...changes, ...assumes }
