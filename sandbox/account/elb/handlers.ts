import type {
  DescribeLoadBalancersCommandInput,
  DescribeLoadBalancersCommandOutput,
  DescribeTargetGroupsCommandInput,
  DescribeTargetGroupsCommandOutput,
  DescribeTargetHealthCommandInput,
  DescribeTargetHealthCommandOutput,
  LoadBalancer,
  TargetGroup,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { TaskRecord } from '../ecs/model.js'
import { isServedBy } from '../ecs/serving.js'
import { AwsError } from '../errors.js'
import type { Handler } from '../handler.js'
import { region } from '../identity.js'
import { page } from '../paging.js'
import type { World } from '../world.js'
import type { LoadBalancerRecord, TargetGroupRecord } from './model.js'
import { describeListenerCertificates, describeListeners } from './listeners.js'
import { describeRules } from './rules.js'

const vpc = 'vpc-0123456789abcdef0'

function pageOf<Item>(
  items: readonly Item[],
  input: { Marker?: string | undefined; PageSize?: number | undefined },
) {
  const size = input.PageSize ?? 400
  if (!(size >= 1 && size <= 400)) {
    throw new AwsError('ValidationError', 'Page size must be between 1 and 400')
  }
  const badToken = new AwsError('ValidationError', 'The marker is not valid')
  return page(items, { nextToken: input.Marker, size, badToken })
}

const describeLoadBalancers: Handler<
  DescribeLoadBalancersCommandInput,
  DescribeLoadBalancersCommandOutput
> = (input, { world }) => {
  const { Names: names, LoadBalancerArns: arns } = input
  const found = world.loadBalancers.filter(
    ({ name, arn }) =>
      (names === undefined || names.includes(name)) && (arns === undefined || arns.includes(arn)),
  )
  if (found.length < (names?.length ?? arns?.length ?? 0)) {
    throw new AwsError('LoadBalancerNotFound', 'One or more load balancers not found')
  }
  const { items, nextToken } = pageOf(found, input)
  return { LoadBalancers: items.map(describeLoadBalancer), NextMarker: nextToken }
}

function describeLoadBalancer(record: LoadBalancerRecord): LoadBalancer {
  return {
    LoadBalancerArn: record.arn,
    DNSName: record.dnsName,
    CanonicalHostedZoneId: 'Z1GM3OXH4ZPM65',
    CreatedTime: new Date(record.createdAt),
    LoadBalancerName: record.name,
    Scheme: 'internet-facing',
    VpcId: vpc,
    State: { Code: 'active' },
    Type: 'application',
    AvailabilityZones: ['a', 'b'].map((zone) => ({
      ZoneName: `${region}${zone}`,
      LoadBalancerAddresses: [],
    })),
    SecurityGroups: ['sg-0d4e5f60718293a4b'],
    IpAddressType: 'ipv4',
  }
}

const describeTargetGroups: Handler<DescribeTargetGroupsCommandInput, DescribeTargetGroupsCommandOutput> = (
  input,
  { world },
) => {
  const { TargetGroupArns: arns, Names: names, LoadBalancerArn: loadBalancerArn } = input
  if (loadBalancerArn !== undefined && !world.loadBalancers.some(({ arn }) => arn === loadBalancerArn)) {
    throw new AwsError('LoadBalancerNotFound', 'One or more load balancers not found')
  }
  const found = [...world.targetGroups.values()].filter(
    (group) =>
      (arns === undefined || arns.includes(group.arn)) &&
      (names === undefined || names.includes(group.name)) &&
      (loadBalancerArn === undefined || group.loadBalancerArn === loadBalancerArn),
  )
  if (found.length < (arns?.length ?? names?.length ?? 0)) {
    throw new AwsError('TargetGroupNotFound', 'One or more target groups not found')
  }
  const { items, nextToken } = pageOf(found, input)
  return { TargetGroups: items.map(describeTargetGroup), NextMarker: nextToken }
}

function describeTargetGroup(group: TargetGroupRecord): TargetGroup {
  return {
    TargetGroupArn: group.arn,
    TargetGroupName: group.name,
    Protocol: 'HTTP',
    Port: group.port,
    VpcId: vpc,
    HealthCheckProtocol: 'HTTP',
    HealthCheckPort: 'traffic-port',
    HealthCheckEnabled: true,
    HealthCheckIntervalSeconds: 10,
    HealthCheckTimeoutSeconds: 5,
    HealthyThresholdCount: 2,
    UnhealthyThresholdCount: 3,
    HealthCheckPath: group.healthPath,
    Matcher: { HttpCode: '200' },
    LoadBalancerArns: [group.loadBalancerArn],
    TargetType: 'ip',
    ProtocolVersion: 'HTTP1',
    IpAddressType: 'ipv4',
  }
}

const describeTargetHealth: Handler<DescribeTargetHealthCommandInput, DescribeTargetHealthCommandOutput> = (
  input,
  { world },
) => {
  const group = world.targetGroups.get(input.TargetGroupArn ?? '')
  if (group === undefined) throw new AwsError('TargetGroupNotFound', 'One or more target groups not found')
  const wanted = input.Targets?.map(({ Id }) => Id)
  const descriptions = registeredTasks(world, group)
    .filter(({ address }) => wanted === undefined || wanted.includes(address))
    .map((task) => describeTarget(task, group))
  return { TargetHealthDescriptions: descriptions }
}

/** The tasks registered in a target group, draining ones included. */
export function registeredTasks(world: World, group: TargetGroupRecord): TaskRecord[] {
  const tasks: TaskRecord[] = []
  for (const cluster of world.clusters.values()) {
    for (const service of cluster.services.values()) {
      for (const task of service.tasks.values()) {
        if (task.target !== undefined && isServedBy(task.revision, group.arn)) tasks.push(task)
      }
    }
  }
  return tasks
}

function describeTarget(task: TaskRecord, group: TargetGroupRecord): TargetHealthDescription {
  const { state, reason, description } = task.target ?? {}
  return {
    Target: {
      Id: task.instance?.id ?? task.address,
      Port: task.hostPort ?? group.port,
      AvailabilityZone: task.zone,
    },
    HealthCheckPort: String(group.port),
    TargetHealth: { State: state, Reason: reason, Description: description },
  }
}

export const elbHandlers = {
  DescribeLoadBalancers: describeLoadBalancers,
  DescribeTargetGroups: describeTargetGroups,
  DescribeTargetHealth: describeTargetHealth,
  DescribeRules: describeRules,
  DescribeListeners: describeListeners,
  DescribeListenerCertificates: describeListenerCertificates,
}
