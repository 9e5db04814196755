/** Where moto and the simulated account answer differently, and who is right by AWS's documents. The API references stand at docs.aws.amazon.com. */

/** Other errors, or one where the other has an answer. */
export const otherErrors: Readonly<
  Record<string, { readonly moto: string; readonly here: string; readonly why: string }>
> = {
  'ecs:ListTasks of no service': {
    moto: 'answered',
    here: 'ServiceNotFoundException',
    why: 'moto answers an empty list. ECS API reference, ListTasks, Errors: ServiceNotFoundException.',
  },
  'ecs:StopTask of none': {
    moto: 'no error of AWS',
    here: 'InvalidParameterException',
    why: 'moto fails itself, with a page of HTML and status 500. ECS: "The referenced task was not found." (API reference, StopTask, Errors: InvalidParameterException.)',
  },
  'application-autoscaling:RegisterScalableTarget from above to below': {
    moto: 'answered',
    here: 'ValidationException',
    why: 'moto takes a minimum above the maximum. API reference, RegisterScalableTarget, Errors: ValidationException.',
  },
  'application-autoscaling:DeregisterScalableTarget of none': {
    moto: 'ValidationException',
    here: 'ObjectNotFoundException',
    why: 'API reference, DeregisterScalableTarget, Errors: ObjectNotFoundException where the target does not exist.',
  },
  'logs:GetQueryResults of none': {
    moto: 'no error of AWS',
    here: 'ResourceNotFoundException',
    why: 'moto fails itself with status 500. API reference, GetQueryResults, Errors: ResourceNotFoundException.',
  },
  'logs:StopQuery of none': {
    moto: 'no error of AWS',
    here: 'ResourceNotFoundException',
    why: 'the same; API reference, StopQuery, Errors: ResourceNotFoundException.',
  },
  'sts:AssumeRole for too short': {
    moto: 'answered',
    here: 'ValidationError',
    why: 'moto looks at no duration. API reference, AssumeRole, DurationSeconds: valid range, minimum 900.',
  },
}

/** Members that moto tells and the simulated account does not, with all below them. */
export const notToldHere: Readonly<Record<string, string>> = {
  'ecs:DescribeClusters clusters[].settings[]':
    'moto tells settings always. API reference, DescribeClusters, include: left out unless SETTINGS is asked for; the account has none.',
  'ecs:DescribeClusters clusters[].settings': 'the same',
  'ecs:DescribeServices services[].taskSets':
    'empty in moto; task sets are of the controllers CODE_DEPLOY and EXTERNAL, which ohmy does not deploy',
  'ecs:UpdateService service.taskSets': 'the same',
  'ecs:UpdateService service.tags': 'empty in moto; ohmy reads tags of DescribeServices with include TAGS',
  'cloudwatch:DescribeAlarms MetricAlarms[].StateReasonData': 'optional; ohmy reads StateReason',
  'cloudwatch:DescribeAlarms MetricAlarms[].Metrics':
    'empty in moto; alarms on metric math are not simulated',
  'logs:FilterLogEvents searchedLogStreams[]':
    'API reference, FilterLogEvents, searchedLogStreams: "As of May 15, 2020, this parameter is no longer supported", always empty',
  'elasticloadbalancing:DescribeLoadBalancers LoadBalancers[].AvailabilityZones[].SubnetId':
    'subnets of load balancers are not simulated',
  'elasticloadbalancing:DescribeListeners Listeners[].DefaultActions':
    'ohmy asks for certificates of listeners, and for rules by name',
  'elasticloadbalancing:DescribeListeners Listeners[].AlpnPolicy':
    'of TLS listeners of Network Load Balancers (API reference, Listener)',
  'rds:DescribeDBInstances DBInstances[]':
    'ohmy reads state, class, backups and storage metrics of a database; the rest is not simulated',
  'sqs:GetQueueAttributes Attributes': 'ohmy reads how deep a queue is, and to where it gives up messages',
}
