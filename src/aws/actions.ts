/** Every question ohmy asks of AWS, by its IAM name. A call site must name one of them, and docker/iam-policy.json must grant exactly these. */
export const questions = [
  'ecs:ListServices',
  'ecs:DescribeServices',
  'ecs:DescribeServiceRevisions',
  'ecs:ListTasks',
  'ecs:DescribeTasks',
  'ecs:DescribeContainerInstances',
  'ecs:ListServiceDeployments',
  'ecs:DescribeServiceDeployments',
  'ecs:ListTaskDefinitions',
  'ecs:DescribeTaskDefinition',
  'ecr:DescribeImages',
  'application-autoscaling:DescribeScalableTargets',
  'elasticloadbalancing:DescribeLoadBalancers',
  'elasticloadbalancing:DescribeTargetHealth',
  'cloudwatch:DescribeAlarms',
  'cloudwatch:GetMetricData',
  'cloudwatch:ListMetrics',
  'cloudwatch:ListDashboards',
  'cloudwatch:GetDashboard',
  'cloudwatch:GetMetricWidgetImage',
  'logs:DescribeLogGroups',
  'logs:FilterLogEvents',
  'logs:DescribeQueries',
  'logs:GetQueryResults',
  'logs:StartLiveTail',
  'ce:GetCostAndUsage',
  'ce:GetCostForecast',
  'ce:GetAnomalies',
  'sts:GetCallerIdentity',
] as const

/** Every change ohmy makes in AWS: sent once, never repeated by this room. */
export const changes = [
  'ecs:UpdateService',
  'ecs:RegisterTaskDefinition',
  'ecs:StopServiceDeployment',
  'ecs:ContinueServiceDeployment',
  'application-autoscaling:RegisterScalableTarget',
  'cloudwatch:PutDashboard',
  // They change nothing of anybody's, but a query sent twice is paid for twice.
  'logs:StartQuery',
  'logs:StopQuery',
] as const

/** What the credentials provider does where an environment names a role to assume. */
export const assumes = ['sts:AssumeRole'] as const

/** No calls of their own: IAM asks for them when a task definition with roles and tags is registered and deployed. */
export const implied = ['ecs:TagResource', 'iam:PassRole'] as const

/** What is called by its name. */
export const called = [...questions, ...changes, ...assumes] as const

/** All of it: the set that docker/iam-policy.json is proven against. */
export const actions = [...called, ...implied] as const

export type Question = (typeof questions)[number]
export type Change = (typeof changes)[number]
export type Action = (typeof called)[number]
