import type { Permission } from '../aws/actions.js'
import type { EcsTaskDefinition } from '../aws/aws.js'
import { grants } from '../aws/grants.js'
import { parseImageName } from '../aws/image-name.js'
import type { Environment, ServiceRef } from '../core/environment.js'

/** Actions that are needed on the same resources, with what conditions of a policy may look at. */
export interface Needed {
  readonly actions: readonly Permission[]
  readonly resources: readonly string[]
  readonly context?: Readonly<Record<string, readonly string[]>>
}

/** What an environment is made of, as far as permissions name it. */
export interface PermissionFacts {
  readonly environment: Environment
  readonly account: string
  /** Whom the policies are of: ohmy itself. */
  readonly principal: string
  readonly services: readonly ServiceRef[]
  readonly definitions: readonly EcsTaskDefinition[]
  readonly state?: {
    readonly bucket: string
    readonly key?: string
    readonly table?: string
    readonly region: string
  }
  /** The queue that tells of alarms. */
  readonly queue?: string
}

/** Without these nothing is deployed: what is missing of them stands against a deployment. */
export const toDeploy: ReadonlySet<string> = new Set<Permission>([
  'ecs:DescribeServices',
  'ecs:DescribeTaskDefinition',
  'ecs:RegisterTaskDefinition',
  'ecs:TagResource',
  'ecs:UpdateService',
  'ecs:ListServiceDeployments',
  'ecs:DescribeServiceDeployments',
  'ecs:DescribeServiceRevisions',
  'ecs:ListTasks',
  'ecs:DescribeTasks',
  'ecr:DescribeImages',
  'iam:PassRole',
])

/** What every identity may: it needs no permission. Roles of other accounts are assumed before anything is asked, so that it works is seen. */
export const neverAsked: readonly Permission[] = ['sts:GetCallerIdentity', 'sts:AssumeRole']

/** Which action ohmy needs on which resource of an environment, by what is configured and what runs. Grouped, since the simulator takes many at once. */
export function permissionsNeeded(facts: PermissionFacts): readonly Needed[] {
  const { environment, account, principal, services, definitions, state, queue } = facts
  const { region, cluster, database, bucketPrefix } = environment
  const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`
  const inCluster = { 'ecs:cluster': [arn('ecs', `cluster/${cluster}`)] }
  const ofServices = (kind: string, rest = '') =>
    services.map(({ service }) => arn('ecs', `${kind}/${cluster}/${service}${rest}`))
  const families = definitions.map(({ family }) => arn('ecs', `task-definition/${family}:1`))
  const roles = definitions.flatMap(({ taskRole, executionRole }) =>
    [taskRole ?? [], executionRole ?? []].flat(),
  )
  const containers = definitions.flatMap((definition) => definition.containers)
  const secrets = containers
    .flatMap((container) => Object.values(container.secrets))
    .filter((from) => from.includes(':secretsmanager:'))
    .map((from) => from.split(':').slice(0, 7).join(':'))
  const repositories = containers.flatMap(({ image }) => {
    const { registry, repository } = parseImageName(image)
    return registry === undefined
      ? []
      : [`arn:aws:ecr:${registry.region}:${registry.account}:repository/${repository}`]
  })
  const groups = Object.values(environment.logGroups).map((group) => arn('logs', `log-group:${group}:*`))
  // Without a prefix the review knows of no bucket but that of the state.
  const bucketsReviewed = bucketPrefix === undefined ? [state?.bucket ?? []].flat() : [`${bucketPrefix}1`]
  const needed: readonly Needed[] = [
    { actions: everywhere, resources: ['*'] },
    { actions: ['ecs:ListServices', 'ecs:ListTasks'], resources: ['*'], context: inCluster },
    {
      actions: [
        'ecs:DescribeServices',
        'ecs:ListServiceDeployments',
        'ecs:UpdateService',
        'ecs:DescribeExpressGatewayService',
        'ecs:UpdateExpressGatewayService',
      ],
      resources: ofServices('service'),
    },
    { actions: ['ecs:DescribeServiceRevisions'], resources: ofServices('service-revision', '/1') },
    {
      actions: [
        'ecs:DescribeServiceDeployments',
        'ecs:StopServiceDeployment',
        'ecs:ContinueServiceDeployment',
      ],
      resources: ofServices('service-deployment', '/1'),
    },
    { actions: ['ecs:DescribeTasks', 'ecs:StopTask'], resources: [arn('ecs', `task/${cluster}/1`)] },
    {
      actions: ['ecs:DescribeContainerInstances'],
      resources: [arn('ecs', `container-instance/${cluster}/1`)],
    },
    { actions: ['ecs:RegisterTaskDefinition'], resources: families },
    { actions: ['ecs:RunTask'], resources: families, context: inCluster },
    {
      actions: ['ecs:TagResource'],
      resources: families,
      context: { 'ecs:CreateAction': ['RegisterTaskDefinition'] },
    },
    {
      actions: ['iam:PassRole'],
      resources: roles,
      context: { 'iam:PassedToService': ['ecs-tasks.amazonaws.com'] },
    },
    {
      actions: ['application-autoscaling:RegisterScalableTarget'],
      resources: [arn('application-autoscaling', 'scalable-target/1')],
      context: {
        'application-autoscaling:service-namespace': ['ecs'],
        'application-autoscaling:scalable-dimension': ['ecs:service:DesiredCount'],
      },
    },
    {
      actions: ['rds:DescribeDBInstances'],
      resources: database === undefined ? [] : [arn('rds', `db:${database}`)],
    },
    {
      actions: ['rds:DescribeDBSnapshots'],
      resources: database === undefined ? [] : [arn('rds', `snapshot:${database}`)],
    },
    {
      actions: ['acm:DescribeCertificate'],
      resources: environment.loadBalancer === undefined ? [] : [arn('acm', 'certificate/1')],
    },
    {
      actions: [
        'ecr:DescribeImages',
        'ecr:GetLifecyclePolicy',
        'ecr:BatchGetImage',
        'ecr:GetDownloadUrlForLayer',
      ],
      resources: repositories,
    },
    { actions: ['logs:FilterLogEvents', 'logs:StartLiveTail', 'logs:StartQuery'], resources: groups },
    { actions: ['secretsmanager:DescribeSecret'], resources: secrets },
    {
      actions: ['cloudwatch:GetDashboard', 'cloudwatch:PutDashboard'],
      resources: [`arn:aws:cloudwatch::${account}:dashboard/${environment.servicePrefix}infrastructure`],
    },
    {
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      resources: queue === undefined ? [] : [queueArn(queue)].flatMap((one) => one ?? []),
    },
    {
      actions: ['s3:GetBucketAcl', 's3:GetBucketPolicyStatus'],
      resources: bucketsReviewed.map((bucket) => `arn:aws:s3:::${bucket}`),
    },
    { actions: ['iam:ListAccessKeys'], resources: [`arn:aws:iam::${account}:user/1`] },
    { actions: bucketReads, resources: state === undefined ? [] : [`arn:aws:s3:::${state.bucket}`] },
    {
      actions: ['s3:GetObject'],
      resources: state?.key === undefined ? [] : [`arn:aws:s3:::${state.bucket}/${state.key}.tflock`],
    },
    {
      actions: ['dynamodb:DescribeTable', 'dynamodb:GetItem'],
      resources:
        state?.table === undefined
          ? []
          : [`arn:aws:dynamodb:${state.region}:${account}:table/${state.table}`],
    },
    { actions: ['iam:SimulatePrincipalPolicy'], resources: [principal] },
  ]
  return needed
    .map((one) => ({ ...one, resources: [...new Set(one.resources)] }))
    .filter(({ resources }) => resources.length > 0)
}

/** IAM knows no resource for them, or ohmy asks of whatever there is. */
const everywhere: readonly Permission[] = grants
  .filter(({ on, when }) => on === '*' && when === undefined)
  .flatMap(({ actions }) => actions)
  .filter((action) => !neverAsked.includes(action))

const bucketReads: readonly Permission[] = [
  's3:GetBucketLocation',
  's3:GetBucketVersioning',
  's3:GetEncryptionConfiguration',
  's3:GetBucketPublicAccessBlock',
  's3:ListBucket',
]

/** `https://sqs.ap-southeast-2.amazonaws.com/123456789012/ohmycoins-alerts` */
function queueArn(url: string): string | undefined {
  const [, region, account, name] =
    /^https:\/\/sqs\.([\w-]+)\.amazonaws\.com\/(\d{12})\/([\w.-]+)$/.exec(url) ?? []
  return name === undefined ? undefined : `arn:aws:sqs:${region}:${account}:${name}`
}
