/** A version of a service in its past, oldest first in a list. */
export interface VersionSeed {
  /** The image tag, such as `sprint-12-3f4021a`. */
  tag: string
  /** How many days ago it was deployed. */
  daysAgo: number
  /** `inactive`: deregistered and without a deployment in the history; `rolledBack`: the circuit breaker undid it. */
  fate?: 'inactive' | 'rolledBack'
}

export interface ServiceSeed {
  /** What the service is called after the prefix, such as `backend`. */
  name: string
  repository: string
  cpu: number
  memory: number
  port: number
  healthPath: string
  desiredCount: number
  /** Oldest first; the last is what runs. Revisions are numbered up to `lastRevision`. */
  versions: VersionSeed[]
  lastRevision: number
  /** In the registry, and not deployed yet. */
  newImages?: { tag: string; daysAgo: number }[]
  autoscaling?: { min: number; max: number }
  environment: Record<string, string>
  /** Environment variable → name of the secret. */
  secrets: Record<string, string>
}

/** An environment as Terraform would have made it. */
export interface EnvironmentSeed {
  /** `ohmycoins-staging`: every name begins with it. */
  prefix: string
  /** The value of the tag `Environment`. */
  environment: string
  services: ServiceSeed[]
  /** Whether there are an RDS instance, a Redis and the alarms for them. */
  hasDatabases: boolean
  redisNodes: number
}
