import type { CertificateRecord } from './acm/model.js'
import type { ScalableTargetRecord, ScalingActivityRecord, ScalingPolicyRecord } from './autoscaling/model.js'
import type {
  AlarmRecord,
  DashboardRecord,
  MetricSource,
  MuteRuleRecord,
  OtherAlarmRecord,
} from './cloudwatch/model.js'
import { createLogs, type LogsRecord } from './cloudwatch-logs/model.js'
import type { RepositoryRecord } from './ecr/model.js'
import type {
  ClusterRecord,
  HookAnswer,
  ImageBehaviour,
  RevisionRecord,
  ServiceDeploymentRecord,
  ServiceRecord,
  TaskDefinitionRecord,
  TaskRecord,
} from './ecs/model.js'
import { createOneOffTasks, type OneOffTasks } from './ecs/one-off/model.js'
import type {
  ListenerRecord,
  ListenerRuleRecord,
  LoadBalancerRecord,
  TargetGroupRecord,
} from './elb/model.js'
import { type TrailRecord, trailAtFirst } from './cloudtrail/model.js'
import type { SecurityGroupRecord } from './ec2/model.js'
import { type ProductRecord, productsAtFirst } from './pricing/products.js'
import { createIds, type Ids, region } from './identity.js'
import type { LockTableRecord } from './dynamodb/model.js'
import type { Statement } from './iam/policy.js'
import type { UserRecord } from './iam/model.js'
import type { DatabaseRecord, SnapshotRecord } from './rds/model.js'
import type { BucketRecord } from './s3/model.js'
import type { SecretRecord } from './secrets/model.js'
import { type QuotaRecord, quotasAtFirst } from './service-quotas/model.js'
import type { SnsRecord } from './sns/model.js'
import type { QueueRecord } from './sqs/model.js'
import type { WorldTime } from './time.js'

/** Everything there is in the simulated account. */
export interface World {
  readonly time: WorldTime
  readonly ids: Ids
  /** By name. */
  readonly clusters: Map<string, ClusterRecord>
  /** By id. */
  readonly tasks: Map<string, TaskRecord>
  /** Tasks that belong to no service. */
  readonly oneOff: OneOffTasks
  /** By family, oldest revision first. */
  readonly taskDefinitions: Map<string, TaskDefinitionRecord[]>
  /** By ARN. */
  readonly serviceDeployments: Map<string, ServiceDeploymentRecord>
  readonly revisions: Map<string, RevisionRecord>
  /** By name. */
  readonly repositories: Map<string, RepositoryRecord>
  /** What images do, where it is not what their tag says. By full name with tag, by digest, or by tag alone. */
  readonly images: Map<string, ImageBehaviour>
  /** By resource id, such as `service/cluster/name`. */
  readonly scalableTargets: Map<string, ScalableTargetRecord>
  readonly scalingPolicies: ScalingPolicyRecord[]
  /** Oldest first. */
  readonly scalingActivities: ScalingActivityRecord[]
  /** By name. */
  readonly alarms: Map<string, AlarmRecord>
  /** By name: composite ones, and those on queries. */
  readonly otherAlarms: Map<string, OtherAlarmRecord>
  readonly muteRules: MuteRuleRecord[]
  /** Where metrics come from: namespace and dimensions → who measures. */
  readonly metricSources: Map<string, MetricSource>
  /** The log groups and what is in them. */
  readonly logs: LogsRecord
  /** By name. */
  readonly dashboards: Map<string, DashboardRecord>
  readonly loadBalancers: LoadBalancerRecord[]
  readonly listeners: ListenerRecord[]
  /** By ARN. */
  readonly certificates: Map<string, CertificateRecord>
  /** By identifier. */
  readonly databases: Map<string, DatabaseRecord>
  readonly snapshots: SnapshotRecord[]
  /** Buckets and tables of Terraform's states, by name. */
  readonly buckets: Map<string, BucketRecord>
  readonly lockTables: Map<string, LockTableRecord>
  /** By name. */
  readonly secrets: Map<string, SecretRecord>
  readonly quotas: QuotaRecord[]
  /** What CloudTrail recorded, in every region. */
  readonly trail: TrailRecord[]
  readonly users: UserRecord[]
  readonly securityGroups: SecurityGroupRecord[]
  /** The price list. */
  products: ProductRecord[]
  /** What the quotas of the network count. */
  readonly network: { vpcs: number; addresses: number }
  /** What whoever calls may do, for the policy simulator; undefined: everything. Calls themselves are refused by faults. */
  policy: readonly Statement[] | undefined
  /** By ARN. */
  readonly targetGroups: Map<string, TargetGroupRecord>
  /** By ARN. */
  readonly listenerRules: Map<string, ListenerRuleRecord>
  /** What the functions of lifecycle hooks answer, by ARN; they agree unless told otherwise. */
  readonly hookAnswers: Map<string, HookAnswer>
  readonly sns: SnsRecord
  /** By name. */
  readonly queues: Map<string, QueueRecord>
  /** Roles that may be assumed, by ARN. */
  readonly roles: Set<string>
  /** Access keys AssumeRole gave out, and who they are. */
  readonly sessions: Map<string, { arn: string; userId: string }>
  /** Has the scheduler of ECS move a service one step towards what is wanted. Called after every change. */
  readonly reconcile: (service: ServiceRecord) => void
}

/** @param scheduler acts on the world itself, which is why it is given and not imported */
export function createWorld(
  time: WorldTime,
  seed: string,
  scheduler: (world: World, service: ServiceRecord) => void,
): World {
  const world: World = {
    time,
    ids: createIds(seed),
    clusters: new Map(),
    tasks: new Map(),
    oneOff: createOneOffTasks(),
    taskDefinitions: new Map(),
    serviceDeployments: new Map(),
    revisions: new Map(),
    repositories: new Map(),
    images: new Map(),
    scalableTargets: new Map(),
    scalingPolicies: [],
    scalingActivities: [],
    alarms: new Map(),
    otherAlarms: new Map(),
    muteRules: [],
    metricSources: new Map(),
    dashboards: new Map(),
    logs: createLogs(time.now()),
    loadBalancers: [],
    listeners: [],
    certificates: new Map(),
    databases: new Map(),
    snapshots: [],
    buckets: new Map(),
    lockTables: new Map(),
    secrets: new Map(),
    quotas: quotasAtFirst(),
    trail: trailAtFirst(time.now(), region),
    users: [
      {
        name: 'ci',
        keys: [{ id: 'AKIAEXAMPLECI000001', createdAt: time.now() - 40 * 86_400_000, isActive: true }],
      },
    ],
    securityGroups: [],
    products: productsAtFirst(),
    network: { vpcs: 2, addresses: 3 },
    policy: undefined,
    targetGroups: new Map(),
    listenerRules: new Map(),
    hookAnswers: new Map(),
    sns: { subscriptions: [], signatureVersion: '1' },
    queues: new Map(),
    roles: new Set(),
    sessions: new Map(),
    reconcile: (service) => scheduler(world, service),
  }
  return world
}

/** The service of that name in any cluster. */
export function serviceNamed(world: World, name: string): ServiceRecord | undefined {
  for (const cluster of world.clusters.values()) {
    const service = cluster.services.get(name)
    if (service !== undefined) return service
  }
  return undefined
}
