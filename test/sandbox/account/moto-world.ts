import { networkOf } from './moto.js'
import type { serviceAsker } from './ask-service.js'
import { production, staging } from './clients.js'

type Asker = ReturnType<typeof serviceAsker>

export const logGroupName = '/ecs/ohmycoins-staging/backend'
export const alarm = 'ohmycoins-prod-rds-cpu-utilization'
export const repositoryName = 'ohmycoins/backend'
export const loadBalancer = 'ohmycoins-staging-alb'
export const resourceId = `service/${production.cluster}/${production.service}`

/** Makes in moto, call by call, as much of what the simulated account begins with as is compared. */
export async function furnish(moto: Asker, url: string): Promise<void> {
  const make = async (service: string, action: string, input: object) => {
    const { answer, error } = await moto.ask(service, action, input)
    if (answer === undefined) throw new Error(`moto refused ${service}:${action}: ${error}`)
    return answer
  }
  const { vpc: VpcId, subnets } = await networkOf(url)
  for (const { cluster, service } of [staging, production]) {
    await make('ecs', 'CreateCluster', { clusterName: cluster })
    await make('ecs', 'RegisterTaskDefinition', {
      family: service,
      ...{ cpu: '1024', memory: '2048', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'] },
      executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
      containerDefinitions: [
        { name: 'backend', image: 'ohmycoins/backend:1', portMappings: [{ containerPort: 8000 }] },
      ],
    })
    await make('ecs', 'CreateService', {
      ...{ cluster, serviceName: service, taskDefinition: service, desiredCount: 1, launchType: 'FARGATE' },
      networkConfiguration: { awsvpcConfiguration: { subnets, securityGroups: [] } },
    })
  }
  await make('application-autoscaling', 'RegisterScalableTarget', {
    ...{ ServiceNamespace: 'ecs', ResourceId: resourceId, ScalableDimension: 'ecs:service:DesiredCount' },
    ...{ MinCapacity: 2, MaxCapacity: 10 },
  })
  await make('application-autoscaling', 'PutScalingPolicy', {
    ...{ ServiceNamespace: 'ecs', ResourceId: resourceId, ScalableDimension: 'ecs:service:DesiredCount' },
    ...{ PolicyName: 'cpu', PolicyType: 'TargetTrackingScaling' },
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 70,
      PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
    },
  })
  await make('ecr', 'CreateRepository', { repositoryName })
  const mediaType = 'application/vnd.docker.distribution.manifest.v2+json'
  const config = {
    mediaType: 'application/vnd.docker.container.image.v1+json',
    size: 1,
    digest: `sha256:${'a'.repeat(64)}`,
  }
  await make('ecr', 'PutImage', {
    ...{ repositoryName, imageTag: 'sprint-12-3f4021a' },
    imageManifest: JSON.stringify({ schemaVersion: 2, mediaType, config, layers: [] }),
  })
  await make('cloudwatch', 'PutMetricAlarm', {
    ...{ AlarmName: alarm, Namespace: 'AWS/RDS', MetricName: 'CPUUtilization', Statistic: 'Average' },
    ...{ Period: 300, EvaluationPeriods: 2, Threshold: 80, ComparisonOperator: 'GreaterThanThreshold' },
  })
  await make('cloudwatch', 'PutDashboard', {
    DashboardName: 'infrastructure',
    DashboardBody: JSON.stringify({ widgets: [{ type: 'text', properties: { markdown: 'a' } }] }),
  })
  await make('cloudwatch', 'PutMetricData', {
    Namespace: 'Ohmy',
    MetricData: [{ MetricName: 'Requests', Value: 1, Timestamp: new Date() }],
  })
  await make('logs', 'CreateLogGroup', { logGroupName })
  await make('logs', 'CreateLogStream', { logGroupName, logStreamName: 'backend/backend/1' })
  await make('logs', 'PutLogEvents', {
    ...{ logGroupName, logStreamName: 'backend/backend/1' },
    logEvents: [{ timestamp: Date.now() - 60_000, message: 'INFO started' }],
  })
  const { LoadBalancers } = await make('elasticloadbalancing', 'CreateLoadBalancer', {
    Name: loadBalancer,
    Subnets: subnets,
  })
  const { TargetGroups } = await make('elasticloadbalancing', 'CreateTargetGroup', {
    ...{ Name: 'ohmycoins-staging-backend', Protocol: 'HTTP', Port: 8000, VpcId, TargetType: 'ip' },
  })
  const { LoadBalancerArn } = firstOf(LoadBalancers)
  const { TargetGroupArn } = firstOf(TargetGroups)
  const DefaultActions = [{ Type: 'forward', TargetGroupArn }]
  await make('elasticloadbalancing', 'CreateListener', {
    LoadBalancerArn,
    Protocol: 'HTTP',
    Port: 80,
    DefaultActions,
  })
  await make('elasticloadbalancing', 'RegisterTargets', {
    TargetGroupArn,
    Targets: [{ Id: '172.31.0.10', Port: 8000 }],
  })
  await make('rds', 'CreateDBInstance', {
    ...{
      DBInstanceIdentifier: 'ohmycoins-staging-postgres',
      DBInstanceClass: 'db.t3.micro',
      Engine: 'postgres',
    },
    ...{ AllocatedStorage: 20, MasterUsername: 'owner', MasterUserPassword: 'not-a-secret-0' },
  })
  await make('sqs', 'CreateQueue', { QueueName: 'ohmycoins-alerts' })
}

/** The first of a list that an answer has. */
export function firstOf(list: unknown): Record<string, unknown> {
  const [one] = Array.isArray(list) ? list : []
  if (typeof one !== 'object' || one === null) throw new Error(`Nothing in ${JSON.stringify(list)}`)
  return one as Record<string, unknown>
}
