import type { Reply, serviceAsker } from './ask-service.js'
import { staging } from './clients.js'
import { alarm, firstOf, loadBalancer, logGroupName, repositoryName, resourceId } from './moto-world.js'

type Asker = ReturnType<typeof serviceAsker>
type Question = readonly [about: string, input: object | ((asked: Asked) => Promise<object>)]

/** Who is asked, and where its queues are. */
export interface Asked {
  readonly asker: Asker
  queueUrl(name: string): string
}

const { cluster, service } = staging
const nobody = 'arn:aws:ecs:ap-southeast-2:123456789012'
const target = { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount' }
const elb = 'arn:aws:elasticloadbalancing:ap-southeast-2:123456789012'
const hour = 3_600_000
const lastHour = { StartTime: new Date(Date.now() - hour), EndTime: new Date() }

const arnOf = async (asker: Asker, action: string, list: string, member: string, input: object = {}) => {
  const { answer } = await asker.ask('elasticloadbalancing', action, input)
  return { [member]: firstOf(answer?.[list])[member] }
}
const loadBalancerArn = ({ asker }: Asked) =>
  arnOf(asker, 'DescribeLoadBalancers', 'LoadBalancers', 'LoadBalancerArn', { Names: [loadBalancer] })
/** What both are asked, in this order: first what there is, then what there is not. */
export const questions: readonly Question[] = [
  ['ecs:ListClusters', {}],
  ['ecs:DescribeClusters', { clusters: [cluster] }],
  ['ecs:ListServices', { cluster }],
  ['ecs:DescribeServices', { cluster, services: [service] }],
  ['ecs:ListTaskDefinitions', { familyPrefix: service }],
  ['ecs:DescribeTaskDefinition', { taskDefinition: service }],
  ['ecs:UpdateService', { cluster, service, desiredCount: 2 }],
  ['ecr:DescribeImages', { repositoryName }],
  ['application-autoscaling:DescribeScalableTargets', { ServiceNamespace: 'ecs', ResourceIds: [resourceId] }],
  ['application-autoscaling:DescribeScalingPolicies', { ServiceNamespace: 'ecs', ResourceId: resourceId }],
  ['application-autoscaling:RegisterScalableTarget', { ...target, ResourceId: resourceId, MaxCapacity: 8 }],
  ['cloudwatch:DescribeAlarms', { AlarmNames: [alarm] }],
  ['cloudwatch:SetAlarmState', { AlarmName: alarm, StateValue: 'ALARM', StateReason: 'a test' }],
  ['cloudwatch:ListDashboards', {}],
  ['cloudwatch:ListMetrics', {}],
  [
    'cloudwatch:GetMetricData',
    {
      ...lastHour,
      MetricDataQueries: [
        {
          Id: 'a',
          MetricStat: { Metric: { Namespace: 'Ohmy', MetricName: 'None' }, Period: 300, Stat: 'Sum' },
        },
      ],
    },
  ],
  ['logs:DescribeLogGroups', { logGroupNamePrefix: logGroupName }],
  ['logs:DescribeLogStreams', { logGroupName }],
  ['logs:FilterLogEvents', { logGroupName }],
  ['elasticloadbalancing:DescribeLoadBalancers', { Names: [loadBalancer] }],
  ['elasticloadbalancing:DescribeTargetGroups', loadBalancerArn],
  ['elasticloadbalancing:DescribeListeners', loadBalancerArn],
  [
    'elasticloadbalancing:DescribeTargetHealth',
    ({ asker }) => arnOf(asker, 'DescribeTargetGroups', 'TargetGroups', 'TargetGroupArn'),
  ],
  ['rds:DescribeDBInstances', { DBInstanceIdentifier: 'ohmycoins-staging-postgres' }],
  [
    'sqs:ReceiveMessage',
    async ({ queueUrl }) => ({ QueueUrl: queueUrl('ohmycoins-alerts'), WaitTimeSeconds: 0 }),
  ],
  [
    'sqs:GetQueueAttributes',
    async ({ queueUrl }) => ({ QueueUrl: queueUrl('ohmycoins-alerts'), AttributeNames: ['All'] }),
  ],
  ['sts:GetCallerIdentity', {}],
  ['sts:AssumeRole', { RoleArn: 'arn:aws:iam::123456789012:role/ohmy', RoleSessionName: 'ohmy' }],

  ['ecs:DescribeClusters of none', { clusters: ['none'] }],
  ['ecs:DescribeServices of no cluster', { cluster: 'none', services: [service] }],
  ['ecs:DescribeServices of none', { cluster, services: ['none'] }],
  ['ecs:ListServices of no cluster', { cluster: 'none' }],
  ['ecs:ListTasks of no cluster', { cluster: 'none' }],
  ['ecs:ListTasks of no service', { cluster, serviceName: 'none' }],
  ['ecs:DescribeTasks of none', { cluster, tasks: [`${nobody}:task/${cluster}/${'0'.repeat(32)}`] }],
  ['ecs:StopTask of none', { cluster, task: '0'.repeat(32) }],
  ['ecs:DescribeTaskDefinition of none', { taskDefinition: 'none:1' }],
  ['ecs:DeregisterTaskDefinition of none', { taskDefinition: 'none:1' }],
  ['ecs:UpdateService of none', { cluster, service: 'none', desiredCount: 1 }],
  ['ecs:UpdateService to no task definition', { cluster, service, taskDefinition: 'none:1' }],
  ['ecs:RunTask of no task definition', { cluster, taskDefinition: 'none:1' }],
  ['ecr:DescribeImages of no repository', { repositoryName: 'none' }],
  ['ecr:DescribeImages of no tag', { repositoryName, imageIds: [{ imageTag: 'none' }] }],
  [
    'application-autoscaling:RegisterScalableTarget from above to below',
    { ...target, ResourceId: resourceId, MinCapacity: 9, MaxCapacity: 3 },
  ],
  [
    'application-autoscaling:RegisterScalableTarget of no service',
    { ...target, ResourceId: `service/${cluster}/none`, MinCapacity: 1, MaxCapacity: 3 },
  ],
  [
    'application-autoscaling:DeregisterScalableTarget of none',
    { ...target, ResourceId: `service/${cluster}/none` },
  ],
  ['cloudwatch:DescribeAlarms of none', { AlarmNames: ['none'] }],
  ['cloudwatch:SetAlarmState of none', { AlarmName: 'none', StateValue: 'OK', StateReason: 'a test' }],
  ['cloudwatch:SetAlarmState to none', { AlarmName: alarm, StateValue: 'FINE', StateReason: 'a test' }],
  ['cloudwatch:GetDashboard of none', { DashboardName: 'none' }],
  ['cloudwatch:DeleteDashboards of none', { DashboardNames: ['none'] }],
  ['logs:DescribeLogStreams of no group', { logGroupName: '/none' }],
  ['logs:FilterLogEvents of no group', { logGroupName: '/none' }],
  ['logs:GetLogEvents of no stream', { logGroupName, logStreamName: 'none' }],
  [
    'logs:StartQuery of no group',
    { logGroupName: '/none', startTime: 0, endTime: 1, queryString: 'fields @message' },
  ],
  ['logs:GetQueryResults of none', { queryId: '00000000-0000-0000-0000-000000000000' }],
  ['logs:StopQuery of none', { queryId: '00000000-0000-0000-0000-000000000000' }],
  ['elasticloadbalancing:DescribeLoadBalancers of none', { Names: ['none'] }],
  ['elasticloadbalancing:DescribeTargetGroups of none', { Names: ['none'] }],
  [
    'elasticloadbalancing:DescribeListeners of none',
    { LoadBalancerArn: `${elb}:loadbalancer/app/none/0123456789abcdef` },
  ],
  ['elasticloadbalancing:DescribeRules of none', { RuleArns: [`${elb}:listener-rule/app/none/0/0/0`] }],
  [
    'elasticloadbalancing:DescribeTargetHealth of none',
    { TargetGroupArn: `${elb}:targetgroup/none/0123456789abcdef` },
  ],
  ['rds:DescribeDBInstances of none', { DBInstanceIdentifier: 'none' }],
  ['rds:DescribeDBSnapshots of none', { DBInstanceIdentifier: 'none' }],
  [
    'acm:DescribeCertificate of none',
    {
      CertificateArn:
        'arn:aws:acm:ap-southeast-2:123456789012:certificate/00000000-0000-0000-0000-000000000000',
    },
  ],
  ['sqs:ReceiveMessage of no queue', async ({ queueUrl }) => ({ QueueUrl: queueUrl('none') })],
  [
    'sqs:ReceiveMessage of too many',
    async ({ queueUrl }) => ({ QueueUrl: queueUrl('ohmycoins-alerts'), MaxNumberOfMessages: 11 }),
  ],
  [
    'sqs:DeleteMessage by no handle',
    async ({ queueUrl }) => ({ QueueUrl: queueUrl('ohmycoins-alerts'), ReceiptHandle: 'none' }),
  ],
  [
    'sts:AssumeRole for too short',
    { RoleArn: `arn:aws:iam::123456789012:role/ohmy`, RoleSessionName: 'ohmy', DurationSeconds: 10 },
  ],
]

export async function ask(asked: Asked, [about, input]: Question): Promise<Reply> {
  const [question = ''] = about.split(' ')
  const [name = '', action = ''] = question.split(':')
  return asked.asker.ask(name, action, typeof input === 'function' ? await input(asked) : input)
}
