import type { AcmPort } from './acm.js'
import type { AutoScalingPort } from './auto-scaling.js'
import type { EcrPort } from './ecr.js'
import type { EcsPort } from './ecs.js'
import type { ExpressPort } from './express-services.js'
import type { LoadBalancingPort } from './load-balancing.js'
import type { ServiceDeploymentsPort } from './service-deployments.js'
import type { TaskDefinitionsPort } from './task-definitions.js'
import type { RdsPort } from './rds.js'
import type { TasksPort } from './tasks.js'
import type { CostExplorerPort } from './cost-tables.js'
import type { Environment } from '../core/environment.js'
import type { ProcessCache } from '../core/kept-answers.js'
import type { AlarmContributorsPort } from './alarm-contributors.js'
import type { AlarmsPort } from './alarms.js'
import type { LiveTailPort } from './live-tail.js'
import type { LogQueriesPort } from './log-queries.js'
import type { DashboardsPort } from './dashboards.js'
import type { LogsPort } from './logs.js'
import type { AccessKeysPort } from './access-keys.js'
import type { CloudTrailPort } from './cloudtrail.js'
import type { DynamoDbPort } from './dynamodb.js'
import type { Ec2Port } from './ec2.js'
import type { IamPort } from './iam.js'
import type { ImageFactsPort } from './image-facts.js'
import type { OpenBucketsPort } from './open-buckets.js'
import type { OpenPortsPort } from './open-ports.js'
import type { PriceListPort } from './price-list.js'
import type { S3Port } from './s3.js'
import type { SecretsPort } from './secrets.js'
import type { ServiceQuotasPort } from './service-quotas.js'
import type { MetricsPort } from './metrics.js'
import type { MuteRulesPort } from './mute-rules.js'
import type { OneOffTasksPort } from './one-off-tasks.js'

export type { Alarm } from '../core/alarms.js'
export type { Certificate } from './acm.js'
export type * from './answers.js'
export type { AskOptions } from './group-questions.js'
export type * from './deployment-strategy.js'
export type { OneOffTask, TaskLaunch } from './one-off-tasks.js'
export type { LifecycleRule } from './image-facts.js'
export type { Database, DatabaseSnapshot } from './rds.js'

/**
 * Everything ohmy asks of and changes in one environment's AWS account. Every call has a timeout and a retry budget; questions are
 * retried within it, changes never are: whoever changes looks again first (see the engine's steps). Errors are `AwsError`s.
 */
export interface Aws
  extends EcsPort,
    ExpressPort,
    TasksPort,
    OneOffTasksPort,
    ServiceDeploymentsPort,
    TaskDefinitionsPort,
    EcrPort,
    AutoScalingPort,
    LoadBalancingPort,
    RdsPort,
    AcmPort,
    ImageFactsPort,
    S3Port,
    DynamoDbPort,
    ServiceQuotasPort,
    Ec2Port,
    IamPort,
    SecretsPort,
    CloudTrailPort,
    AccessKeysPort,
    OpenPortsPort,
    OpenBucketsPort,
    PriceListPort,
    LogsPort,
    LogQueriesPort,
    LiveTailPort,
    AlarmsPort,
    AlarmContributorsPort,
    MuteRulesPort,
    MetricsPort,
    CostExplorerPort,
    DashboardsPort {
  readonly environment: Environment
  /** What this process knows of it: what never changes, what is kept for seconds, and for `lookAt` the last answers to what people looked at. */
  readonly known: ProcessCache
  /** Whose credentials these are: the account, and the ARN of the user or role. */
  identity(): Promise<{ readonly account: string; readonly arn: string }>
  /** Whether AWS answers at all, for /readyz. */
  reachable(): Promise<void>
}

export type AwsFor = (environment: Environment) => Aws
