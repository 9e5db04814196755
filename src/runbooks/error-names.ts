import type { Cause } from '../core/check.js'

/**
 * Names by which AWS, Docker and databases call what has gone wrong, as people paste them, and the cause that stands behind. ECS: "Stopped tasks
 * error messages" in the developer guide.
 */
const names: readonly (readonly [name: string, cause: Cause])[] = [
  ['CannotPullContainerError', 'image-pull'],
  ['CannotPullECRContainerError', 'image-pull'],
  ['CannotPullImageManifestError', 'image-pull'],
  ['ImagePullBackOff', 'image-pull'],
  ['ErrImagePull', 'image-pull'],
  ['OutOfMemoryError', 'out-of-memory'],
  ['OutOfMemory', 'out-of-memory'],
  ['OOMKilled', 'out-of-memory'],
  ['OOM', 'out-of-memory'],
  ['137', 'out-of-memory'],
  ['EssentialContainerExited', 'application-exit'],
  ['TaskFailedElbHealthChecks', 'health-check'],
  ['ServiceSchedulerInitiated', 'health-check'],
  ['ResourceInitializationError', 'secrets'],
  ['ResourceNotFoundException', 'secrets'],
  ['AccessDeniedException', 'permission'],
  ['AccessDenied', 'permission'],
  ['UnauthorizedOperation', 'permission'],
  ['ECONNREFUSED', 'network'],
  ['ETIMEDOUT', 'network'],
  ['ENOTFOUND', 'network'],
  ['InsufficientCapacity', 'capacity'],
  ['SpotInterruption', 'capacity'],
  ['TerminationNotice', 'capacity'],
  ['CannotStartContainerError', 'start-failed'],
  ['CannotCreateContainerError', 'start-failed'],
  ['ContainerRuntimeError', 'start-failed'],
  ['ContainerRuntimeTimeoutError', 'start-failed'],
  ['TaskFailedToStart', 'start-failed'],
  ['DockerTimeoutError', 'platform'],
  ['InternalError', 'platform'],
  ['CannotCreateLogStream', 'log-driver'],
  ['ECONNRESET', 'network'],
  ['OperationalError', 'database'],
  ['SequelizeConnectionError', 'database'],
  ['RedisConnectionError', 'cache'],
  ['MaxRetriesPerRequestError', 'cache'],
  ['CERT_HAS_EXPIRED', 'certificate'],
  ['SSLError', 'certificate'],
]

const byName = new Map(names.map(([name, cause]) => [name.toLowerCase(), cause]))

/** The cause that stands behind a name, in upper or lower case. */
export function causeOfName(word: string): Cause | undefined {
  return byName.get(word.toLowerCase())
}
