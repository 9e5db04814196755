import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'
import { AwsError } from '../../../sandbox/account/errors.js'
import { services } from '../../../sandbox/account/services.js'
import { shapesOf, withoutClient } from '../../../sandbox/account/sdk-shapes/clients.js'
import { itemName } from '../../../sandbox/account/sdk-shapes/differences.js'
import { readSchema, type SchemaRef } from '../../../sandbox/account/sdk-shapes/schema.js'
import { createWitness } from '../../../sandbox/account/sdk-shapes/witness.js'
import { StreamedAnswer } from '../../../sandbox/account/streamed-answer.js'
import { serviceAsker } from './ask-service.js'
import { production, repository, staging } from './clients.js'

const handlers = services
  .filter(({ name }) => !withoutClient.has(name))
  .flatMap(({ name, handlers: all }) => Object.keys(all).map((action) => `${name}:${action}`))

describe('every handler of the account', () => {
  let account: Account
  let asker: ReturnType<typeof serviceAsker>
  /** Answered with something in it, and as the SDK has it. */
  const answered = new Set<string>()

  beforeAll(async () => {
    account = await startAccount()
    asker = serviceAsker(account.url)
  })
  afterAll(async () => {
    asker.close()
    await account.stop()
  })

  async function ask(question: string, input: object = {}): Promise<Record<string, never>> {
    const [service = '', action = ''] = question.split(':')
    const { answer, error } = await asker.ask(service, action, input)
    expect(error, question).toBeUndefined()
    answered.add(question)
    return answer as Record<string, never>
  }

  it('answers ECS as the SDK has it', async () => {
    const { cluster } = staging
    await ask('ecs:ListClusters')
    await ask('ecs:DescribeClusters', { clusters: [cluster], include: ['TAGS'] })
    const { serviceArns } = await ask('ecs:ListServices', { cluster })
    await ask('ecs:ListTagsForResource', { resourceArn: serviceArns?.[0] })
    await ask('ecs:DescribeServices', { cluster, services: [staging.service], include: ['TAGS'] })
    await ask('ecs:UpdateService', { ...staging, desiredCount: 2 })
    account.world.deploy(production.service, 'sprint-13-77aa001', {
      strategy: 'BLUE_GREEN',
      lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_SCALE_UP'] }],
    })
    account.advance(90_000)
    const { serviceDeployments } = await ask('ecs:ListServiceDeployments', production)
    const [{ serviceDeploymentArn, targetServiceRevisionArn }] = serviceDeployments as unknown as [
      { serviceDeploymentArn: string; targetServiceRevisionArn: string },
    ]
    const described = await ask('ecs:DescribeServiceDeployments', {
      serviceDeploymentArns: [serviceDeploymentArn],
    })
    const [{ lifecycleHookDetails }] = described['serviceDeployments'] as unknown as [
      { lifecycleHookDetails: [{ hookId: string }] },
    ]
    await ask('ecs:DescribeServiceRevisions', { serviceRevisionArns: [targetServiceRevisionArn] })
    const { hookId } = lifecycleHookDetails[0]
    await ask('ecs:ContinueServiceDeployment', { serviceDeploymentArn, hookId, action: 'CONTINUE' })
    await ask('ecs:StopServiceDeployment', { serviceDeploymentArn, stopType: 'ROLLBACK' })
    await ask('ecs:ListTaskDefinitions', { familyPrefix: staging.service })
    const { taskDefinition } = await ask('ecs:DescribeTaskDefinition', { taskDefinition: staging.service })
    const { family, containerDefinitions } = taskDefinition as unknown as Record<string, unknown>
    const registered = await ask('ecs:RegisterTaskDefinition', { family, containerDefinitions })
    const { taskDefinitionArn } = registered['taskDefinition'] as unknown as { taskDefinitionArn: string }
    await ask('ecs:DeregisterTaskDefinition', { taskDefinition: taskDefinitionArn })
    const awsvpcConfiguration = { subnets: ['subnet-1'], securityGroups: ['sg-1'] }
    await ask('ecs:RunTask', {
      ...{ cluster, taskDefinition: staging.service, launchType: 'FARGATE', count: 1 },
      networkConfiguration: { awsvpcConfiguration },
    })
    const { taskArns } = await ask('ecs:ListTasks', { cluster, serviceName: staging.service })
    await ask('ecs:DescribeTasks', { cluster, tasks: taskArns, include: ['TAGS'] })
    await ask('ecs:StopTask', { cluster, task: taskArns?.[0], reason: 'a test' })
    const frontend = 'ohmycoins-staging-frontend'
    account.world.makeExpress(frontend)
    const serviceArn = `arn:aws:ecs:ap-southeast-2:123456789012:service/${cluster}/${frontend}`
    const { service: express } = await ask('ecs:DescribeExpressGatewayService', {
      serviceArn,
      include: ['TAGS'],
    })
    const { activeConfigurations } = express as unknown as Record<string, unknown>
    const { taskDefinitionArn: own } = first(activeConfigurations)
    const scalingTarget = { minTaskCount: 1, maxTaskCount: 6 }
    await ask('ecs:UpdateExpressGatewayService', { serviceArn, taskDefinitionArn: own, scalingTarget })
    account.world.moveToInstances(staging.service, 1)
    account.advance(300_000)
    const { taskArns: moved } = await ask('ecs:ListTasks', { cluster, serviceName: staging.service })
    const { tasks } = await ask('ecs:DescribeTasks', { cluster, tasks: moved })
    const containerInstances = (tasks as unknown as { containerInstanceArn?: string }[]).flatMap(
      ({ containerInstanceArn }) => containerInstanceArn ?? [],
    )
    await ask('ecs:DescribeContainerInstances', { cluster, containerInstances })
  })

  it('answers what stands around ECS as the SDK has it', async () => {
    const ResourceId = `service/${production.cluster}/${production.service}`
    const target = { ServiceNamespace: 'ecs', ResourceId, ScalableDimension: 'ecs:service:DesiredCount' }
    await ask('ecr:DescribeImages', { repositoryName: repository.slice(repository.indexOf('/') + 1) })
    await ask('application-autoscaling:DescribeScalableTargets', { ServiceNamespace: 'ecs' })
    await ask('application-autoscaling:RegisterScalableTarget', { ...target, MinCapacity: 3, MaxCapacity: 5 })
    account.world.autoscale(production.service, 4)
    await ask('application-autoscaling:DescribeScalingActivities', { ServiceNamespace: 'ecs' })
    await ask('application-autoscaling:DescribeScalingPolicies', { ServiceNamespace: 'ecs' })
    await ask('application-autoscaling:DeregisterScalableTarget', target)
    const { LoadBalancers } = await ask('elasticloadbalancing:DescribeLoadBalancers')
    const { LoadBalancerArn } = first(LoadBalancers)
    const groups = await ask('elasticloadbalancing:DescribeTargetGroups', { LoadBalancerArn })
    const { TargetGroupArn } = first(groups['TargetGroups'])
    await ask('elasticloadbalancing:DescribeTargetHealth', { TargetGroupArn })
    const https = (one: Record<string, unknown>) => one['Protocol'] === 'HTTPS'
    const listeners = await ask('elasticloadbalancing:DescribeListeners', { LoadBalancerArn })
    const { ListenerArn } = first(
      (listeners['Listeners'] as unknown as Record<string, unknown>[]).filter(https),
    )
    account.world.addSecondTargetGroup(staging.service)
    const { services: all } = await ask('ecs:DescribeServices', {
      cluster: staging.cluster,
      services: [staging.service],
    })
    const [{ advancedConfiguration }] = first(all)['loadBalancers'] as [
      { advancedConfiguration: { productionListenerRule: string } },
    ]
    const RuleArns = [advancedConfiguration.productionListenerRule]
    await ask('elasticloadbalancing:DescribeRules', { RuleArns })
    const { Certificates } = await ask('elasticloadbalancing:DescribeListenerCertificates', { ListenerArn })
    await ask('acm:DescribeCertificate', { CertificateArn: first(Certificates)['CertificateArn'] })
    await ask('rds:DescribeDBInstances')
    await ask('rds:DescribeDBSnapshots', { SnapshotType: 'automated' })
    await ask('sts:GetCallerIdentity')
    await ask('sts:AssumeRole', {
      RoleArn: 'arn:aws:iam::123456789012:role/ohmy',
      RoleSessionName: 'ohmy',
    })
    const { AlarmName } = first((await ask('cloudwatch:DescribeAlarms'))['MetricAlarms'])
    account.world.setAlarm(String(AlarmName), 'ALARM')
    const QueueUrl = account.world.queueUrl()
    const { Messages } = await ask('sqs:ReceiveMessage', { QueueUrl, WaitTimeSeconds: 0 })
    await ask('sqs:DeleteMessage', { QueueUrl, ReceiptHandle: first(Messages)['ReceiptHandle'] })
    await ask('sqs:GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] })
    const TimePeriod = { Start: '2026-11-01', End: '2026-11-20' }
    const Granularity = 'DAILY'
    await ask('ce:GetCostAndUsage', { TimePeriod, Granularity, Metrics: ['UnblendedCost'] })
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
    await ask('ce:GetCostForecast', {
      ...{ TimePeriod: { Start: day(1), End: day(8) }, Granularity, Metric: 'UNBLENDED_COST' },
      PredictionIntervalLevel: 80,
    })
    await ask('ce:GetAnomalies', { DateInterval: { StartDate: day(-60), EndDate: day(0) } })
  })

  it('answers metrics, alarms and dashboards as the SDK has it', async () => {
    const Dimensions = [
      { Name: 'ClusterName', Value: staging.cluster },
      { Name: 'ServiceName', Value: staging.service },
    ]
    const Metric = { Namespace: 'AWS/ECS', MetricName: 'CPUUtilization', Dimensions }
    const period = { StartTime: new Date(Date.now() - 3_600_000), EndTime: new Date() }
    const MetricDataQueries = [{ Id: 'cpu', MetricStat: { Metric, Period: 300, Stat: 'Average' } }]
    await ask('cloudwatch:GetMetricData', { ...period, MetricDataQueries })
    await ask('cloudwatch:GetMetricStatistics', {
      ...Metric,
      ...period,
      Period: 300,
      Statistics: ['Average'],
    })
    await ask('cloudwatch:ListMetrics', { Namespace: 'AWS/ECS' })
    const { MetricAlarms } = await ask('cloudwatch:DescribeAlarms')
    const { AlarmName } = first(MetricAlarms)
    await ask('cloudwatch:SetAlarmState', { AlarmName, StateValue: 'ALARM', StateReason: 'a test' })
    account.world.addMuteRule({
      ...{ name: 'night', alarms: [String(AlarmName)], status: 'ACTIVE' },
      ...{ expression: 'cron(0 2 * * *)', duration: 'PT2H' },
    })
    await ask('cloudwatch:ListAlarmMuteRules')
    await ask('cloudwatch:GetAlarmMuteRule', { AlarmMuteRuleName: 'night' })
    const looksAt = { kind: 'log', query: 'stats count(*) by level', threshold: 1 } as const
    account.world.addAlarm({
      name: 'queries',
      looksAt: { ...looksAt, groups: ['/ecs/ohmycoins-staging/backend'] },
    })
    account.world.setContributors('queries', [
      { attributes: { level: 'error' }, reason: 'a test', since: Date.now() },
    ])
    await ask('cloudwatch:DescribeAlarms', { AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] })
    await ask('cloudwatch:DescribeAlarmContributors', { AlarmName: 'queries' })
    const { DashboardEntries } = await ask('cloudwatch:ListDashboards')
    const got = await ask('cloudwatch:GetDashboard', {
      DashboardName: first(DashboardEntries)['DashboardName'],
    })
    await ask('cloudwatch:PutDashboard', { DashboardName: 'another', DashboardBody: got['DashboardBody'] })
    await ask('cloudwatch:DeleteDashboards', { DashboardNames: ['another'] })
    const metrics = [['AWS/ECS', 'CPUUtilization', ...Dimensions.flatMap(({ Name, Value }) => [Name, Value])]]
    await ask('cloudwatch:GetMetricWidgetImage', {
      MetricWidget: JSON.stringify({ width: 480, height: 240, metrics }),
    })
  })

  it('answers logs as the SDK has it', async () => {
    const logGroupName = '/ecs/ohmycoins-staging/backend'
    const { logGroups } = await ask('logs:DescribeLogGroups')
    const { logStreams } = await ask('logs:DescribeLogStreams', { logGroupName })
    await ask('logs:FilterLogEvents', { logGroupName })
    await ask('logs:GetLogEvents', { logGroupName, logStreamName: first(logStreams)['logStreamName'] })
    const now = Math.floor(Date.now() / 1000)
    const range = { startTime: now - 3600, endTime: now }
    const query = { logGroupName, ...range, queryString: 'fields @timestamp, @message | limit 5' }
    const { queryId } = await ask('logs:StartQuery', query)
    await ask('logs:DescribeQueries', { logGroupName })
    await ask('logs:GetQueryResults', { queryId })
    await ask('logs:StopQuery', { queryId: (await ask('logs:StartQuery', query))['queryId'] })
    const logGroupIdentifiers = [first(logGroups)['logGroupArn']]
    const { responseStream } = await ask('logs:StartLiveTail', { logGroupIdentifiers })
    const seen: string[] = []
    for await (const event of responseStream as unknown as AsyncIterable<object>) {
      seen.push(...Object.keys(event))
      if (seen.includes('sessionUpdate')) break
    }
    expect(seen).toContain('sessionStart')
  })

  it('answers what is looked at before a deployment as the SDK has it', async () => {
    const repositoryName = repository.slice(repository.indexOf('/') + 1)
    const { imageDetails } = await ask('ecr:DescribeImages', { repositoryName })
    const { imageDigest } = first(imageDetails)
    await ask('ecr:BatchGetImage', { repositoryName, imageIds: [{ imageDigest }] })
    await ask('ecr:GetDownloadUrlForLayer', { repositoryName, layerDigest: imageDigest })
    account.world.setLifecycle(repositoryName, { rules: [] })
    await ask('ecr:GetLifecyclePolicy', { repositoryName })
    const Bucket = 'ohmycoins-terraform-state'
    for (const action of ['Location', 'Versioning', 'Encryption'])
      await ask(`s3:GetBucket${action}`, { Bucket })
    await ask('s3:GetPublicAccessBlock', { Bucket })
    account.world.setStateLock({ bucket: Bucket, key: 'staging/terraform.tfstate' }, '{}')
    await ask('s3:ListObjectsV2', { Bucket, Prefix: 'staging' })
    await ask('s3:GetObject', { Bucket, Key: 'staging/terraform.tfstate' })
    const TableName = 'ohmycoins-terraform-locks'
    await ask('dynamodb:DescribeTable', { TableName })
    account.world.setStateLock({ table: TableName, id: 'staging' }, '{}')
    await ask('dynamodb:GetItem', { TableName, Key: { LockID: { S: 'staging' } } })
    const quota = { ServiceCode: 'ec2', QuotaCode: 'L-0263D0A3' }
    await ask('servicequotas:GetServiceQuota', quota)
    await ask('servicequotas:GetAWSDefaultServiceQuota', quota)
    const { taskDefinition } = await ask('ecs:DescribeTaskDefinition', { taskDefinition: staging.service })
    const { secrets } = first((taskDefinition as unknown as Record<string, unknown>)['containerDefinitions'])
    await ask('secretsmanager:DescribeSecret', { SecretId: first(secrets)['valueFrom'] })
    await ask('iam:SimulatePrincipalPolicy', {
      PolicySourceArn: 'arn:aws:iam::123456789012:role/ohmy',
      ...{ ActionNames: ['ecs:UpdateService'], ResourceArns: ['*'] },
      ContextEntries: [{ ContextKeyName: 'a', ContextKeyType: 'string', ContextKeyValues: ['b'] }],
    })
    await ask('iam:ListUsers')
    await ask('iam:ListAccessKeys', { UserName: 'ci' })
    account.world.setProjectBucket('ohmycoins-open', 'policy')
    for (const action of ['ListBuckets', 'GetBucketPolicyStatus', 'GetBucketAcl'])
      await ask(`s3:${action}`, { Bucket: 'ohmycoins-open' })
    await ask('ec2:DescribeSecurityGroups')
    await ask('cloudtrail:LookupEvents')
    await ask('pricing:GetProducts', { ServiceCode: 'AmazonECS', Filters: [] })
    await ask('ec2:DescribeVpcs')
    await ask('ec2:DescribeAddresses')
  })

  it('was asked', () => {
    expect(handlers.filter((one) => !answered.has(one))).toEqual([])
    expect(handlers.length).toBeGreaterThan(60)
  })
})

describe('the wire', () => {
  it('names the items of lists in XML as the SDK reads them', async () => {
    const wrong: string[] = []
    for (const { name, protocol, handlers: all } of services) {
      const shapes = await shapesOf(name)
      if (protocol.kind !== 'query' || shapes === undefined) continue
      for (const action of Object.keys(all)) {
        const output = readSchema(shapes.operations.get(action)?.output ?? 'unit')
        const members: ReadonlyMap<string, SchemaRef> =
          output.kind === 'structure' ? output.members : new Map<string, SchemaRef>()
        for (const [member, ref] of members) {
          if (readSchema(ref).kind !== 'list') continue
          const written = protocol.isEc2 === true ? 'item' : (protocol.itemsOf?.[member] ?? 'member')
          if (written !== itemName(ref))
            wrong.push(`${name}:${action} ${member}: ${itemName(ref)}, not ${written}`)
        }
      }
    }
    expect(wrong).toEqual([])
  })
})

/** A witness that says nothing would look the same as an account without fault. */
describe('what is not as the SDK has it', () => {
  async function findings(
    question: string,
    input: object,
    answer: object | AwsError,
  ): Promise<readonly string[]> {
    const [name = '', action = ''] = question.split(':')
    const service = services.find((one) => one.name === name)
    const witness = createWitness(() => undefined)
    const about = { service, action, handler: service?.handlers[action], input, accessKeyId: '', region: '' }
    const call = await witness.of(about)
    if (answer instanceof AwsError) call?.refused(answer)
    else {
      const told = call?.answered(answer)
      if (told instanceof StreamedAnswer) told.open({ send() {}, fail() {}, drop() {} })
    }
    return witness.found()
  }
  const services1 = (service: object) => ({ services: [service] })

  it.each([
    [
      'a wrong name',
      services1({ desiredcount: 1 }),
      'answer.services[0].desiredcount is no member of Service',
    ],
    [
      'a wrong type',
      services1({ desiredCount: '1' }),
      'desiredCount should be a number, and is a string: "1"',
    ],
    ['one thing for a list', { services: {} }, 'answer.services should be a list'],
    ['a text for a moment', services1({ createdAt: 'today' }), 'createdAt should be a moment'],
    ['null', services1({ status: null }), 'status should be a string, and is null'],
    [
      'a missing member',
      services1({ deploymentConfiguration: { alarms: { enable: true, rollback: true } } }),
      'alarms.alarmNames is required in DeploymentAlarms and missing',
    ],
  ])('%s in an answer is found', async (_, answer, expected) => {
    const found = await findings('ecs:DescribeServices', { services: ['a'] }, answer)
    expect(found).toEqual([expect.stringContaining(expected)])
  })

  it('in a request is found', async () => {
    expect(await findings('ecs:DescribeServices', { cluster: 1, service: ['a'] }, {})).toEqual([
      'ecs:DescribeServices: request.services is required in DescribeServicesRequest and missing',
      expect.stringContaining('request.cluster should be a string'),
      expect.stringContaining('request.service is no member of DescribeServicesRequest'),
    ])
  })

  it('in a form is found', async () => {
    const found = await findings(
      'elasticloadbalancing:DescribeLoadBalancers',
      { Names: { Name: { 1: 'a' } } },
      {},
    )
    expect(found).toEqual([expect.stringContaining('request.Names should be a list of items called member')])
    const page = await findings('rds:DescribeDBInstances', { MaxRecords: 'many' }, {})
    expect(page).toEqual([expect.stringContaining('request.MaxRecords should be a number')])
  })

  it('in an error is found: its name, its status, its old code', async () => {
    const input = { QueueUrl: 'a' }
    const question = 'sqs:ReceiveMessage'
    expect(await findings(question, input, new AwsError('NoSuchQueue', ''))).toEqual([
      expect.stringContaining('knows no error NoSuchQueue'),
    ])
    const wrong = new AwsError('QueueDoesNotExist', '', 404, { name: 'QueueDoesNotExist' })
    expect(await findings(question, input, wrong)).toEqual([
      expect.stringContaining('comes with 400, not 404'),
      expect.stringContaining('is called AWS.SimpleQueueService.NonExistentQueue in the Query protocol'),
    ])
  })

  it('in an event of a stream is found', async () => {
    const stream = new StreamedAnswer(({ send }) => {
      send('sessionStart', { requestID: 'a' })
      return () => undefined
    })
    expect(await findings('logs:StartLiveTail', { logGroupIdentifiers: ['a'] }, stream)).toEqual([
      expect.stringContaining('event.sessionStart.requestID is no member'),
    ])
  })

  it('is what the account ends with, whoever asked', async () => {
    const account = await startAccount()
    const response = await fetch(account.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListClusters' },
      body: JSON.stringify({ most: 3 }),
    })
    expect(response.status).toBe(200)
    await expect(account.stop()).rejects.toThrow('request.most is no member of ListClustersRequest')
  })
})

function first(list: unknown): Record<string, unknown> {
  const [one] = Array.isArray(list) ? list : []
  if (typeof one !== 'object' || one === null) throw new Error(`Nothing in ${JSON.stringify(list)}`)
  return one as Record<string, unknown>
}
