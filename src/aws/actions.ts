/**
 * Every question ohmy asks of AWS, by its IAM name, with the rate it is drawn from (`buckets` of limits.ts): AWS counts several actions together. A call
 * site must name one of them, and grants.ts must grant exactly these.
 */
export const questions = {
  'ecs:ListServices': 'ecs service reads',
  'ecs:DescribeServices': 'ecs service reads',
  'ecs:DescribeExpressGatewayService': 'ecs service reads',
  'ecs:DescribeServiceRevisions': 'ecs deployments and revisions',
  'ecs:ListTasks': 'ecs tasks',
  'ecs:DescribeTasks': 'ecs tasks',
  // ECS counts it among the reads of cluster resources, which are as many.
  'ecs:DescribeContainerInstances': 'ecs tasks',
  'ecs:ListServiceDeployments': 'ecs deployments and revisions',
  'ecs:DescribeServiceDeployments': 'ecs deployments and revisions',
  'ecs:ListTaskDefinitions': 'ecs task definition reads',
  'ecs:DescribeTaskDefinition': 'ecs task definition reads',
  'ecr:DescribeImages': 'registry reads',
  'ecr:GetLifecyclePolicy': 'registry reads',
  'ecr:BatchGetImage': 'registry reads',
  'ecr:GetDownloadUrlForLayer': 'registry reads',
  'application-autoscaling:DescribeScalableTargets': 'scaling reads',
  'application-autoscaling:DescribeScalingActivities': 'scaling reads',
  'elasticloadbalancing:DescribeLoadBalancers': 'load balancing reads',
  'elasticloadbalancing:DescribeTargetHealth': 'load balancing reads',
  'elasticloadbalancing:DescribeListeners': 'load balancing reads',
  'elasticloadbalancing:DescribeListenerCertificates': 'load balancing reads',
  'elasticloadbalancing:DescribeTargetGroups': 'load balancing reads',
  'acm:DescribeCertificate': 'certificates',
  'rds:DescribeDBInstances': 'databases',
  'rds:DescribeDBSnapshots': 'databases',
  'cloudwatch:DescribeAlarms': 'alarms',
  'cloudwatch:DescribeAlarmContributors': 'contributors',
  'cloudwatch:ListAlarmMuteRules': 'mute rules',
  'cloudwatch:GetAlarmMuteRule': 'mute rules',
  'cloudwatch:GetMetricData': 'metrics',
  'cloudwatch:ListMetrics': 'metric names',
  'cloudwatch:ListDashboards': 'dashboards',
  'cloudwatch:GetDashboard': 'dashboards',
  'cloudwatch:GetMetricWidgetImage': 'widget images',
  'logs:DescribeLogGroups': 'log groups',
  'logs:FilterLogEvents': 'log events',
  'logs:DescribeQueries': 'log queries',
  'logs:GetQueryResults': 'log query results',
  'logs:StartLiveTail': 'live tails',
  'ce:GetCostAndUsage': 'costs',
  'ce:GetCostForecast': 'costs',
  'ce:GetAnomalies': 'costs',
  'sqs:ReceiveMessage': 'queues',
  'sqs:GetQueueAttributes': 'queues',
  'sts:GetCallerIdentity': 'identity',
  'iam:SimulatePrincipalPolicy': 'permissions',
  's3:GetBucketLocation': 'states',
  's3:GetBucketVersioning': 'states',
  's3:GetEncryptionConfiguration': 'states',
  's3:GetBucketPublicAccessBlock': 'states',
  's3:ListBucket': 'states',
  's3:GetObject': 'states',
  'dynamodb:DescribeTable': 'states',
  'dynamodb:GetItem': 'states',
  'secretsmanager:DescribeSecret': 'secrets',
  'servicequotas:GetServiceQuota': 'quotas',
  'servicequotas:GetAWSDefaultServiceQuota': 'quotas',
  'ec2:DescribeVpcs': 'quotas',
  'ec2:DescribeAddresses': 'quotas',
  'ec2:DescribeSecurityGroups': 'network',
  'iam:ListUsers': 'permissions',
  'iam:ListAccessKeys': 'permissions',
  's3:ListAllMyBuckets': 'states',
  's3:GetBucketPolicyStatus': 'states',
  's3:GetBucketAcl': 'states',
  'cloudtrail:LookupEvents': 'trail',
  'pricing:GetProducts': 'prices',
} as const

/** Every change ohmy makes in AWS: sent once, never repeated by this room. */
export const changes = {
  'ecs:UpdateService': 'ecs service changes',
  'ecs:UpdateExpressGatewayService': 'ecs service changes',
  'ecs:RegisterTaskDefinition': 'ecs task definition changes',
  'ecs:RunTask': 'ecs task changes',
  'ecs:StopTask': 'ecs task changes',
  'ecs:StopServiceDeployment': 'ecs service changes',
  'ecs:ContinueServiceDeployment': 'ecs service changes',
  'application-autoscaling:RegisterScalableTarget': 'scaling changes',
  'cloudwatch:PutDashboard': 'dashboards',
  'sqs:DeleteMessage': 'queues',
  // They change nothing of anybody's, but a query sent twice is paid for twice.
  'logs:StartQuery': 'log queries',
  'logs:StopQuery': 'log queries',
} as const

/** What the credentials provider does where an environment names a role to assume. */
export const assumes = { 'sts:AssumeRole': 'identity' } as const

/** No calls of their own: IAM asks for them when a task definition with roles and tags is registered and deployed. */
export const implied = ['ecs:TagResource', 'iam:PassRole'] as const

/** What is called by its name. */
export const called = [questions, changes, assumes].flatMap((some) => Object.keys(some)) as readonly Action[]

/** All of it: the set that docker/iam-policy.json is proven against. */
export const actions = [...called, ...implied] as const

export type Question = keyof typeof questions
export type Change = keyof typeof changes
/** What IAM is asked for, by name. */
export type Permission = (typeof actions)[number]
export type Action = Question | Change | keyof typeof assumes
