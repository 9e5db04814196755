import type { Change, Question } from './actions.js'

/**
 * What AWS's answer always has, also where there is nothing to tell: then it is an empty list. Without it the answer is nobody's, whatever its headers
 * say; "there is no such service" is concluded from an empty list alone, never from one that is not there.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference and the references of the other services. Answers in XML leave empty lists out.
 */
const lists: Partial<Record<Question | Change, string>> = {
  'ecs:ListServices': 'serviceArns',
  'ecs:DescribeServices': 'services',
  'ecs:DescribeServiceRevisions': 'serviceRevisions',
  'ecs:ListTasks': 'taskArns',
  'ecs:DescribeTasks': 'tasks',
  'ecs:RunTask': 'tasks',
  'ecs:DescribeContainerInstances': 'containerInstances',
  'ecs:ListServiceDeployments': 'serviceDeployments',
  'ecs:DescribeServiceDeployments': 'serviceDeployments',
  'ecs:ListTaskDefinitions': 'taskDefinitionArns',
  'ecr:DescribeImages': 'imageDetails',
  'application-autoscaling:DescribeScalableTargets': 'ScalableTargets',
  'application-autoscaling:DescribeScalingActivities': 'ScalingActivities',
  'logs:DescribeLogGroups': 'logGroups',
  'logs:FilterLogEvents': 'events',
}
const objects: Partial<Record<Question | Change, string>> = {
  'ecs:DescribeTaskDefinition': 'taskDefinition',
  'ecs:UpdateService': 'service',
  'ecs:DescribeExpressGatewayService': 'service',
  'ecs:UpdateExpressGatewayService': 'service',
  'ecs:RegisterTaskDefinition': 'taskDefinition',
  'ecs:StopTask': 'task',
}
const texts: Partial<Record<Question | Change, string>> = {
  'ecs:StopServiceDeployment': 'serviceDeploymentArn',
  'ecs:ContinueServiceDeployment': 'serviceDeploymentArn',
  'cloudwatch:GetDashboard': 'DashboardBody',
  'logs:GetQueryResults': 'status',
  'logs:StartQuery': 'queryId',
}

/** Whether an answer has what AWS's answer to the action always has. */
export function hasItsMembers(action: Question | Change, answer: object): boolean {
  const told = answer as Readonly<Record<string, unknown>>
  const [list, object, text] = [lists[action], objects[action], texts[action]]
  if (list !== undefined) return Array.isArray(told[list]) && told[list].every(isThere)
  if (object !== undefined)
    return typeof told[object] === 'object' && Object.keys(told[object] ?? {}).length > 0
  return text === undefined || typeof told[text] === 'string'
}

function isThere(member: unknown): boolean {
  return member !== null && member !== undefined
}
