export interface Explanation {
  readonly text: string
  /** Somebody or a deployment wanted the task to stop. */
  readonly onPurpose: boolean
}

interface Known {
  readonly pattern: RegExp
  readonly text: string | ((reason: string, exitCode: number | undefined) => string)
  readonly onPurpose?: true
}

/** The documented beginnings of stoppedReason and of a container's reason: what they mean and what to look at next. First match wins. */
const knownReasons: readonly Known[] = [
  {
    pattern: /^Scaling activity initiated by|^Task stopped by user|^UserInitiated/i,
    text: 'The task was stopped on purpose.',
    onPurpose: true,
  },
  {
    pattern: /OutOfMemory/i,
    text: (_, exitCode) =>
      `Out of memory: the container was killed${exitCode === undefined ? '' : ` (exit code ${exitCode})`}. Look for a leak, or raise the memory of the task definition.`,
  },
  { pattern: /CannotPull(Container|ECRContainer|Image)/i, text: explainPull },
  {
    pattern: /ResourceInitializationError.*(secret|ssm|parameter)/is,
    text: 'A secret or parameter could not be read before the start. Check that it exists, that the execution role may read it, and that the network reaches it.',
  },
  {
    pattern: /ResourceInitializationError.*(registry auth|ecr)/is,
    text: 'The image registry could not be reached before the start. Check the NAT gateway or VPC endpoints, and the execution role.',
  },
  {
    pattern: /ResourceInitializationError.*(log|cloudwatch)/is,
    text: 'The log group could not be used. Check that it exists and that the execution role may write to it.',
  },
  {
    pattern: /ResourceInitializationError/i,
    text: 'ECS could not prepare the task. Check its network, secrets, volumes and execution role.',
  },
  {
    pattern: /failed ELB health checks/i,
    text: 'The load balancer found the task unhealthy. Look at its log lines, the health path and port, and whether it starts within the grace period.',
  },
  {
    pattern: /failed (container )?health checks/i,
    text: 'The health check of the container failed. Look at its log lines and at the health check command of the task definition.',
  },
  {
    pattern: /Spot (Task|Instance).*interrupted|SpotInterruption|TerminationNotice/i,
    text: 'AWS took the Spot capacity back. ECS starts another task when there is capacity.',
  },
  {
    pattern: /network interface provisioning/i,
    text: 'No network interface could be attached in time. Check the free addresses of the subnets and the interface quota.',
  },
  {
    pattern: /Capacity is unavailable/i,
    text: 'AWS has no capacity for this task at the moment. It helps to allow more availability zones, or to wait.',
  },
  {
    pattern:
      /CannotStartContainerError|CannotCreateContainerError|ContainerRuntime(Timeout)?Error|DockerTimeoutError/i,
    text: 'The container could not be started. Check the command, the user and the volumes of the task definition.',
  },
  {
    pattern: /CannotCreateVolumeError|CannotMountVolume|EFS/,
    text: 'A volume could not be mounted. Check the file system, its mount targets and security groups.',
  },
  {
    pattern: /^(InternalError|ServiceUnavailable)/i,
    text: 'AWS had an internal error. ECS starts another task by itself.',
  },
]

/** What a reason that ECS gave means; `undefined` for one that says nothing by itself ("Essential container in task exited"). */
export function explainReason(reason: string, exitCode: number | undefined): Explanation | undefined {
  const known = knownReasons.find(({ pattern }) => pattern.test(reason))
  if (!known) return undefined
  const text = typeof known.text === 'string' ? known.text : known.text(reason, exitCode)
  return { text, onPurpose: known.onPurpose ?? false }
}

function explainPull(reason: string): string {
  if (/not found|manifest unknown|does not exist/i.test(reason)) {
    return 'The image cannot be pulled: there is no such tag. Check the tag in the registry, or roll back.'
  }
  if (/denied|unauthorized|forbidden|no basic auth|authorization|403/i.test(reason)) {
    return 'The image cannot be pulled: access was denied. Check the execution role and the policy of the repository.'
  }
  if (/toomanyrequests|rate limit/i.test(reason)) {
    return 'The image cannot be pulled: the registry limits its downloads. Use a registry of your own, or wait.'
  }
  if (/timeout|timed out|deadline|dial tcp|no route|i\/o/i.test(reason)) {
    return 'The image cannot be pulled: the registry did not answer. Check the NAT gateway, VPC endpoints and security groups.'
  }
  if (/no space left/i.test(reason)) {
    return 'The image cannot be pulled: the disk is full. Raise the ephemeral storage, or make the image smaller.'
  }
  if (/platform|architecture/i.test(reason)) {
    return 'The image cannot be pulled: it was built for another processor. Build it for the platform of the task definition.'
  }
  return 'The image cannot be pulled. Check the tag, the execution role and the way to the registry.'
}
