import type { Permission } from './actions.js'

/**
 * What a permission is for. `read`: looking, and what AWS tells by itself. `change`: deploying, scaling, running, stopping. `readiness`: what a preflight and the
 * weekly reviews look at besides; without it they say what could not be read, and all else goes on.
 */
export type Part = 'read' | 'change' | 'readiness'

/** What ARNs are made of; a name may stand for several. */
export interface Place {
  readonly region: string
  readonly account: string
  readonly cluster: readonly string[]
  /** What task definitions of an environment begin with: `ohmycoins-staging-`. */
  readonly family: readonly string[]
  /** `/ecs/ohmycoins-staging/` */
  readonly logs: readonly string[]
  /** Names of roles that tasks run with. */
  readonly taskRole: readonly string[]
  /** `ohmycoins/*` */
  readonly repository: readonly string[]
  /** What names of dashboards, databases, buckets and secrets begin with: `ohmycoins-`. */
  readonly project: string
  readonly queue: readonly string[]
  readonly stateBucket: string
  readonly stateTable: string
  /** ohmy's own role. */
  readonly role: string
}

/** Actions that are granted together, because they are needed on the same things. */
export interface Grant {
  readonly sid: string
  readonly part: Part
  /** Without which part of ohmy they may be left out. */
  readonly for: string
  readonly actions: readonly Permission[]
  /** ARNs with names of `Place` in braces; `*`: IAM knows no resource for them, or ohmy asks of whatever there is. */
  readonly on: readonly string[] | '*'
  readonly when?: {
    readonly ArnEquals?: Readonly<Record<string, readonly string[]>>
    readonly StringEquals?: Readonly<Record<string, readonly string[]>>
  }
}

const inCluster = { ArnEquals: { 'ecs:cluster': ['arn:aws:ecs:{region}:{account}:cluster/{cluster}'] } }
const ofClusters = (...kinds: readonly string[]) =>
  kinds.map((kind) => `arn:aws:ecs:{region}:{account}:${kind}/{cluster}/*`)
const definitions = 'arn:aws:ecs:{region}:{account}:task-definition/{family}*:*'

/** Every permission ohmy needs, each once. docker/iam-policy.json and its parts are written from these, and so is docs/permissions.md. */
export const grants: readonly Grant[] = [
  {
    sid: 'ListServicesAndTasksOfTheEnvironments',
    part: 'read',
    for: 'services and tasks of a cluster',
    actions: ['ecs:ListServices', 'ecs:ListTasks'],
    on: '*',
    when: inCluster,
  },
  {
    sid: 'ReadServicesRevisionsAndTasksOfTheEnvironments',
    part: 'read',
    for: 'their state, what they run, how deployments go',
    actions: [
      'ecs:DescribeServices',
      'ecs:DescribeExpressGatewayService',
      'ecs:DescribeServiceRevisions',
      'ecs:ListServiceDeployments',
      'ecs:DescribeServiceDeployments',
      'ecs:DescribeTasks',
      'ecs:DescribeContainerInstances',
    ],
    on: ofClusters('service', 'service-deployment', 'service-revision', 'task', 'container-instance'),
  },
  {
    sid: 'ReadWhatHasNoResourceOfItsOwn',
    part: 'read',
    for: 'status, alarms, figures, dashboards, logs, costs',
    actions: [
      'application-autoscaling:DescribeScalableTargets',
      'application-autoscaling:DescribeScalingActivities',
      'ce:GetAnomalies',
      'ce:GetCostAndUsage',
      'ce:GetCostForecast',
      'cloudwatch:DescribeAlarmContributors',
      'cloudwatch:DescribeAlarms',
      'cloudwatch:GetAlarmMuteRule',
      'cloudwatch:GetMetricData',
      'cloudwatch:GetMetricWidgetImage',
      'cloudwatch:ListAlarmMuteRules',
      'cloudwatch:ListDashboards',
      'cloudwatch:ListMetrics',
      'ecs:DescribeTaskDefinition',
      'ecs:ListTaskDefinitions',
      'elasticloadbalancing:DescribeLoadBalancers',
      'elasticloadbalancing:DescribeTargetGroups',
      'elasticloadbalancing:DescribeTargetHealth',
      'logs:DescribeLogGroups',
      'logs:DescribeQueries',
      'logs:GetQueryResults',
      'pricing:GetProducts',
      'sts:GetCallerIdentity',
    ],
    on: '*',
  },
  {
    sid: 'ReceiveTheEventsOfAlarms',
    part: 'read',
    for: 'alerts, and changes that are told when they go on: where a queue is configured (docs/alerts.md)',
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    on: ['arn:aws:sqs:{region}:{account}:{queue}'],
  },
  {
    sid: 'ReadTheLogsOfTheEnvironments',
    part: 'read',
    for: '`logs`: lines, the live tail, Logs Insights',
    actions: ['logs:FilterLogEvents', 'logs:StartLiveTail', 'logs:StartQuery'],
    on: ['arn:aws:logs:{region}:{account}:log-group:{logs}*'],
  },
  {
    sid: 'StopQueriesWhichHaveNoResourceOfTheirOwn',
    part: 'read',
    for: 'a Logs Insights query that nobody waits for any more',
    actions: ['logs:StopQuery'],
    on: '*',
  },
  {
    sid: 'ReadTheDashboardsOfTheEnvironments',
    part: 'read',
    for: '`dashboard`',
    actions: ['cloudwatch:GetDashboard'],
    on: ['arn:aws:cloudwatch::{account}:dashboard/{project}*'],
  },
  {
    sid: 'AssumeTheRoleOfAnEnvironmentInAnotherAccount',
    part: 'read',
    for: 'environments with `aws.assumeRole`; leave it out where there is none',
    actions: ['sts:AssumeRole'],
    on: ['arn:aws:iam::{account}:role/{role}'],
  },
  {
    sid: 'LookUpImages',
    part: 'change',
    for: 'which images there are, and that one exists before it is deployed',
    actions: ['ecr:DescribeImages'],
    on: ['arn:aws:ecr:{region}:{account}:repository/{repository}'],
  },
  {
    sid: 'ScaleAndDeployServicesOfTheEnvironments',
    part: 'change',
    for: '`deploy`, `rollback`, `restart`, `scale`',
    actions: ['ecs:UpdateService', 'ecs:UpdateExpressGatewayService'],
    on: ofClusters('service'),
  },
  {
    sid: 'StopDeploymentsOfTheEnvironments',
    part: 'change',
    for: 'the way back of a deployment, and decisions at its pauses',
    actions: ['ecs:StopServiceDeployment', 'ecs:ContinueServiceDeployment'],
    on: ofClusters('service-deployment'),
  },
  {
    sid: 'RegisterTaskDefinitionsOfTheEnvironments',
    part: 'change',
    for: '`deploy`',
    actions: ['ecs:RegisterTaskDefinition'],
    on: [definitions],
  },
  {
    sid: 'RunOneOffTasksOfTheEnvironments',
    part: 'change',
    for: '`run`: a command in a task of its own',
    actions: ['ecs:RunTask'],
    on: [definitions],
    when: inCluster,
  },
  {
    sid: 'StopTasksOfTheEnvironments',
    part: 'change',
    for: '`stop-task`',
    actions: ['ecs:StopTask'],
    on: ofClusters('task'),
  },
  {
    sid: 'TagWhatIsRegisteredAndRun',
    part: 'change',
    for: 'who asked, on what was registered and run; ECS asks for it where something is tagged as it is made',
    actions: ['ecs:TagResource'],
    on: [definitions, ...ofClusters('task')],
    when: { StringEquals: { 'ecs:CreateAction': ['RegisterTaskDefinition', 'RunTask'] } },
  },
  {
    sid: 'HandTheRolesOfTheTasksToEcs',
    part: 'change',
    for: 'task definitions with roles: those roles, to tasks of ECS and to nothing else',
    actions: ['iam:PassRole'],
    on: ['arn:aws:iam::{account}:role/{taskRole}'],
    when: { StringEquals: { 'iam:PassedToService': ['ecs-tasks.amazonaws.com'] } },
  },
  {
    sid: 'ChangeTheAutoscalingRangeOfServices',
    part: 'change',
    for: '`scale` outside the range, `autoscaling`',
    actions: ['application-autoscaling:RegisterScalableTarget'],
    on: ['arn:aws:application-autoscaling:{region}:{account}:scalable-target/*'],
    when: {
      StringEquals: {
        'application-autoscaling:service-namespace': ['ecs'],
        'application-autoscaling:scalable-dimension': ['ecs:service:DesiredCount'],
      },
    },
  },
  {
    sid: 'PutTheDashboardsOfTheEnvironments',
    part: 'change',
    for: '`dashboard apply`',
    actions: ['cloudwatch:PutDashboard'],
    on: ['arn:aws:cloudwatch::{account}:dashboard/{project}*'],
  },
  {
    sid: 'LookAtWhatHasNoResourceOfItsOwn',
    part: 'readiness',
    for: 'certificates of a load balancer, quotas, open ports, who logged in, whose keys are old',
    actions: [
      'cloudtrail:LookupEvents',
      'ec2:DescribeAddresses',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeVpcs',
      'elasticloadbalancing:DescribeListenerCertificates',
      'elasticloadbalancing:DescribeListeners',
      'iam:ListUsers',
      's3:ListAllMyBuckets',
      'servicequotas:GetAWSDefaultServiceQuota',
      'servicequotas:GetServiceQuota',
    ],
    on: '*',
  },
  {
    sid: 'ReadDatabasesAndTheirSnapshots',
    part: 'readiness',
    for: 'whether the database is available, and how old its newest backup is',
    actions: ['rds:DescribeDBInstances', 'rds:DescribeDBSnapshots'],
    on: [
      'arn:aws:rds:{region}:{account}:db:{project}*',
      // Automatic ones are named by AWS: `rds:…`.
      'arn:aws:rds:{region}:{account}:snapshot:*',
    ],
  },
  {
    sid: 'ReadCertificates',
    part: 'readiness',
    for: 'how long certificates are valid',
    actions: ['acm:DescribeCertificate'],
    on: ['arn:aws:acm:{region}:{account}:certificate/*'],
  },
  {
    sid: 'LookIntoImages',
    part: 'readiness',
    for: 'whether an image fits the processor, and whether a lifecycle rule is about to delete it',
    actions: ['ecr:GetLifecyclePolicy', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    on: ['arn:aws:ecr:{region}:{account}:repository/{repository}'],
  },
  {
    sid: 'SeeThatTheSecretsOfTheTasksAreThere',
    part: 'readiness',
    for: 'that they exist; no value is read',
    actions: ['secretsmanager:DescribeSecret'],
    on: ['arn:aws:secretsmanager:{region}:{account}:secret:{project}*'],
  },
  {
    sid: 'LookAtTheBucketOfTheStates',
    part: 'readiness',
    for: 'Terraform: how its bucket is kept; leave it out where there is no Terraform',
    actions: [
      's3:GetBucketLocation',
      's3:GetBucketVersioning',
      's3:GetEncryptionConfiguration',
      's3:ListBucket',
    ],
    on: ['arn:aws:s3:::{stateBucket}'],
  },
  {
    sid: 'ReadLocksBesideTheStatesAndNoState',
    part: 'readiness',
    for: 'Terraform: who holds the lock of a state (`unlock-help`)',
    actions: ['s3:GetObject'],
    on: ['arn:aws:s3:::{stateBucket}/*.tflock'],
  },
  {
    sid: 'ReadLocksInTheTableOfTheStates',
    part: 'readiness',
    for: 'Terraform: the same, where locks are kept in DynamoDB',
    actions: ['dynamodb:DescribeTable', 'dynamodb:GetItem'],
    on: ['arn:aws:dynamodb:{region}:{account}:table/{stateTable}'],
  },
  {
    sid: 'AskTheSimulatorWhatItMayDoItself',
    part: 'readiness',
    for: 'the check that all of these are granted',
    actions: ['iam:SimulatePrincipalPolicy'],
    on: ['arn:aws:iam::{account}:role/{role}'],
  },
  {
    sid: 'SeeWhetherBucketsOfTheProjectAreOpen',
    part: 'readiness',
    for: '`review security`',
    actions: ['s3:GetBucketPublicAccessBlock', 's3:GetBucketPolicyStatus', 's3:GetBucketAcl'],
    on: ['arn:aws:s3:::{project}*', 'arn:aws:s3:::{stateBucket}'],
  },
  {
    sid: 'SeeHowOldAccessKeysAre',
    part: 'readiness',
    for: '`review security`',
    actions: ['iam:ListAccessKeys'],
    on: ['arn:aws:iam::{account}:user/*'],
  },
]

/** A template for each value that its names have. */
export function filled(template: string, place: Place): readonly string[] {
  const [, name] = /\{(\w+)\}/.exec(template) ?? []
  if (name === undefined) return [template]
  const values = [place[name as keyof Place]].flat()
  return values.flatMap((value) => filled(template.replaceAll(`{${name}}`, value), place))
}
