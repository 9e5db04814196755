import type { Cause } from '../core/check.js'

/**
 * Whose doing it was that a task stopped: of what it runs and how that is configured, of AWS and its platform, or wanted by a person, a
 * deployment or a scaling.
 */
export type StopCause = 'application' | 'platform' | 'on purpose'

export interface Explanation {
  readonly text: string
  readonly cause: StopCause
  /** What runbooks match it by; absent: it was on purpose. */
  readonly class?: Cause
}

interface Known {
  readonly pattern: RegExp
  readonly class?: Cause | ((reason: string) => Cause)
  readonly text: string | ((reason: string, exitCode: number | undefined) => string)
  /** Absent: the application. */
  readonly cause?: StopCause | ((reason: string) => StopCause)
}

const noVolume =
  'A volume could not be mounted. Check the file system or snapshot, its mount targets, security groups and the role that attaches it.'

const lacking: Readonly<Record<string, string>> = {
  MEMORY: 'memory',
  CPU: 'CPU',
  ENI: 'network interfaces',
  GPU: 'GPUs',
  PORT: 'ports',
  PORTS: 'ports',
}

function noRoom(reason: string): string {
  const [, named = ''] = /RESOURCE:([A-Z]+)/i.exec(reason) ?? []
  const [, said = ''] = /insufficient (memory|CPU)/i.exec(reason) ?? []
  const what = lacking[named.toUpperCase()] ?? lacking[said.toUpperCase()] ?? 'room'
  return `No container instance has enough ${what} left for the task. Add instances, or lower what the task asks for.`
}

/**
 * The documented beginnings of stoppedReason and of a container's reason: what they mean and what to look at next. First match wins.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 */
const knownReasons: readonly Known[] = [
  {
    pattern: /^Scaling activity initiated by|^Task stopped by user|^UserInitiated/i,
    text: 'The task was stopped on purpose.',
    cause: 'on purpose',
  },
  {
    pattern: /maintenance on the underlying infrastructure/i,
    class: 'platform',
    text: 'AWS replaced the host under the task (maintenance). ECS starts another task by itself.',
    cause: 'platform',
  },
  {
    pattern: /^Host EC2|container instance .*(terminated|deregistered|stopped)/i,
    class: 'platform',
    text: 'The EC2 instance that the task ran on was ended. ECS starts another task where there is room.',
    cause: 'platform',
  },
  {
    pattern: /OutOfMemory/i,
    class: 'out-of-memory',
    text: (_, exitCode) =>
      `Out of memory: the container was killed${exitCode === undefined ? '' : ` (exit code ${exitCode})`}. Look for a leak, or raise the memory of the task definition.`,
  },
  {
    pattern: /CannotPull(Container|ECRContainer|Image)/i,
    class: 'image-pull',
    text: (reason) => explainPull(reason).text,
    cause: (reason) => explainPull(reason).cause,
  },
  {
    // “unable to pull secrets or registry auth” begins both: what could not be retrieved tells.
    pattern:
      /ResourceInitializationError(?!.*(retrieve ecr registry auth|pull registry auth|ecr:GetAuthorizationToken)).*(secret|ssm|parameter)/is,
    class: 'secrets',
    text: 'A secret or parameter could not be read before the start. Check that it exists, that the execution role may read it, and that the network reaches it.',
  },
  {
    // “secret” and “decrypt” have “ecr” in them, and “catalog” has “log”.
    pattern: /ResourceInitializationError.*(registry auth|\becr\b)/is,
    class: 'image-pull',
    text: 'The image registry could not be reached before the start. Check the NAT gateway or VPC endpoints, and the execution role.',
    cause: 'platform',
  },
  {
    pattern: /ResourceInitializationError.*(\blog(s|ger|ging)?\b|awslogs|cloudwatch)/is,
    class: 'log-driver',
    text: 'The log group could not be used. Check that it exists and that the execution role may write to it.',
  },
  {
    pattern: /ResourceInitializationError.*(\b(EFS|EBS|FSx|volumes?|mount(ed|ing)?)\b)/is,
    class: 'start-failed',
    text: noVolume,
  },
  {
    pattern: /ResourceInitializationError/i,
    class: unprepared,
    text: 'ECS could not prepare the task. Check its network, secrets, volumes and execution role.',
  },
  {
    pattern: /failed ELB health checks/i,
    class: 'health-check',
    text: 'The load balancer found the task unhealthy. Look at its log lines, the health path and port, and whether it starts within the grace period.',
  },
  {
    pattern: /failed (container )?health checks/i,
    class: 'health-check',
    text: 'The health check of the container failed. Look at its log lines and at the health check command of the task definition.',
  },
  {
    pattern: /Spot (Task|Instance).*interrupted|SpotInterruption|TerminationNotice/i,
    class: 'platform',
    text: 'AWS took the Spot capacity back. ECS starts another task when there is capacity.',
    cause: 'platform',
  },
  {
    pattern: /network interface provisioning/i,
    class: 'network',
    text: 'No network interface could be attached in time. Check the free addresses of the subnets and the interface quota.',
    cause: 'platform',
  },
  {
    pattern: /Capacity is unavailable/i,
    class: 'capacity',
    text: 'AWS has no capacity for this task at the moment. It helps to allow more availability zones, or to wait.',
    cause: 'platform',
  },
  {
    pattern:
      /CannotStartContainerError|CannotCreateContainerError|ContainerRuntime(Timeout)?Error|DockerTimeoutError/i,
    class: 'start-failed',
    text: 'The container could not be started. Check the command, the user and the volumes of the task definition.',
  },
  {
    pattern: /CannotCreateVolumeError|CannotMountVolume|\b(EFS|EBS|FSx)\b|(attach|mount|create).*\bvolume\b/i,
    class: 'start-failed',
    text: noVolume,
  },
  {
    pattern: /RESOURCE:(MEMORY|CPU|ENI|GPU|PORTS?)\b|insufficient (memory|CPU units)/i,
    class: 'capacity',
    text: noRoom,
    cause: 'platform',
  },
  {
    pattern: /RESOURCE:FARGATE/i,
    class: 'capacity',
    text: 'AWS has no Fargate capacity for this task at the moment. It helps to allow more availability zones, or to wait.',
    cause: 'platform',
  },
  {
    pattern:
      /no container instances? (was |were )?(met|found)|^AGENT$|^ATTRIBUTE$|MemberOf placement constraint/i,
    class: 'capacity',
    text: 'No container instance fits the task. Check its placement constraints and attributes, and whether instances are registered with a connected agent.',
    cause: 'platform',
  },
  {
    pattern: /Availability Zone[s]? rebalanc|AZ Rebalanc|balance the service across Availability Zones/i,
    text: 'ECS moved the task to another availability zone (rebalancing). It starts the new task before.',
    cause: 'on purpose',
  },
  {
    pattern: /^(InternalError|ServiceUnavailable)/i,
    class: 'platform',
    text: 'AWS had an internal error. ECS starts another task by itself.',
    cause: 'platform',
  },
]

/** What a reason that ECS gave means; `undefined` for one that says nothing by itself ("Essential container in task exited"). */
export function explainReason(reason: string, exitCode: number | undefined): Explanation | undefined {
  const known = knownReasons.find(({ pattern }) => pattern.test(reason))
  if (!known) return undefined
  const text = typeof known.text === 'string' ? known.text : known.text(reason, exitCode)
  const cause = typeof known.cause === 'function' ? known.cause(reason) : known.cause
  const found = typeof known.class === 'function' ? known.class(reason) : known.class
  return { text, cause: cause ?? 'application', ...(found === undefined ? {} : { class: found }) }
}

/** What kept ECS from preparing a task, where it names no resource of its own. */
function unprepared(reason: string): Cause {
  if (/AccessDenied|not authorized|unable to assume/i.test(reason)) return 'permission'
  return /dial tcp|timeout|timed out|deadline|no route|network|eni\b/i.test(reason)
    ? 'network'
    : 'start-failed'
}

/** Why an image could not be pulled, by what registries say. A registry that does not answer is no fault of the version. */
const pulls: readonly (Explanation & { readonly pattern: RegExp })[] = [
  {
    pattern: /not found|manifest unknown|does not exist/i,
    text: 'there is no such tag. Check the tag in the registry, or roll back.',
    cause: 'application',
  },
  {
    pattern: /denied|unauthorized|forbidden|no basic auth|authorization|403/i,
    text: 'access was denied. Check the execution role and the policy of the repository.',
    cause: 'application',
  },
  {
    pattern: /toomanyrequests|rate limit/i,
    text: 'the registry limits its downloads. Use a registry of your own, or wait.',
    cause: 'platform',
  },
  {
    pattern: /timeout|timed out|deadline|dial tcp|no route|i\/o/i,
    text: 'the registry did not answer. Check the NAT gateway, VPC endpoints and security groups.',
    cause: 'platform',
  },
  {
    pattern: /no space left/i,
    text: 'the disk is full. Raise the ephemeral storage, or make the image smaller.',
    cause: 'application',
  },
  {
    pattern: /platform|architecture/i,
    text: 'it was built for another processor. Build it for the platform of the task definition.',
    cause: 'application',
  },
]

function explainPull(reason: string): Explanation {
  const known = pulls.find(({ pattern }) => pattern.test(reason))
  if (known !== undefined) return { text: `The image cannot be pulled: ${known.text}`, cause: known.cause }
  const text = 'The image cannot be pulled. Check the tag, the execution role and the way to the registry.'
  return { text, cause: 'application' }
}
