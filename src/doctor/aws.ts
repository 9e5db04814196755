import type { Checked } from '../core/check.js'
import { examined, finding, type Finding } from './finding.js'

/** AWS, as far as the doctor asks it. */
export interface AwsSide {
  readonly environments: readonly string[]
  /** Asks a check about an environment; what cannot be asked is `unknown`, with why. */
  ask(check: 'aws-identity' | 'permissions', environment: string): Promise<Checked>
  /** The services that are configured or found, and those among them that ECS has. Rejects, in words, where nobody can tell. */
  services(
    environment: string,
  ): Promise<{ readonly named: readonly string[]; readonly there: readonly string[] }>
  /** How many events wait; absent: none are configured. Rejects, in words, where the queue cannot be asked. */
  readonly waitingEvents?: () => Promise<number>
}

const results = { pass: 'ok', warn: 'warn', fail: 'ng', unknown: 'skip' } as const

/** So many events are no moment's work (a worker takes ten at a time). */
const manyEvents = 1_000

/** Identity, cluster and permissions of each environment; the queue of events. */
export async function examineAws(aws: AwsSide): Promise<readonly Finding[]> {
  const [queue, ...environments] = await Promise.all([
    queueFindings(aws),
    ...aws.environments.map((name) => environmentFindings(aws, name)),
  ])
  return [...environments.flat(), ...queue]
}

async function environmentFindings(aws: AwsSide, name: string): Promise<readonly Finding[]> {
  const group = `AWS, ${name}`
  const remedy = `Look at cluster, region and role of ${name} in ohmy.yaml, and at the credentials this process has.`
  const reached = async () => {
    const { named, there } = await aws.services(name)
    const missing = named.filter((service) => !there.includes(service))
    if (missing.length > 0)
      return [finding(group, 'Cluster', 'ng', `ECS has no service ${missing.join(', ')}`, remedy)]
    if (there.length === 0) return [finding(group, 'Cluster', 'warn', 'it has no service', remedy)]
    return [finding(group, 'Cluster', 'ok', `it has ${there.join(', ')}`)]
  }
  const found = await Promise.all([
    examined(
      group,
      'Identity',
      async () => [askedFinding(group, 'Identity', await aws.ask('aws-identity', name))],
      remedy,
    ),
    examined(group, 'Cluster', reached, remedy),
    examined(
      group,
      'Permissions',
      async () => [askedFinding(group, 'Permissions', await aws.ask('permissions', name))],
      remedy,
    ),
  ])
  return found.flat()
}

const remedies = {
  Identity:
    'Write the account’s number under account in ohmy.yaml, or give ohmy the credentials of that account.',
  Permissions: 'Attach docker/iam-policy.json, with your account, region and clusters in it.',
} as const

function askedFinding(group: string, what: keyof typeof remedies, { result, figure }: Checked): Finding {
  const so = results[result]
  return finding(group, what, so, figure, so === 'ok' ? undefined : remedies[what])
}

function queueFindings({ waitingEvents }: AwsSide): Promise<readonly Finding[]> {
  const group = 'AWS'
  const what = 'Event queue'
  if (waitingEvents === undefined) {
    const figure = 'none is configured: alarms and deployments of others are not told by themselves'
    return Promise.resolve([finding(group, what, 'skip', figure, 'Set alerts.queue: docs/alerts.md.')])
  }
  const look = async () => {
    const waiting = await waitingEvents()
    if (waiting < manyEvents) return [finding(group, what, 'ok', `about ${waiting} messages wait`)]
    const remedy = 'Look whether a worker runs, and whether its log says why it takes none.'
    return [finding(group, what, 'warn', `about ${waiting} messages wait`, remedy)]
  }
  return examined(
    group,
    what,
    look,
    'Look at alerts.queue in ohmy.yaml, and whether the policy allows sqs:GetQueueAttributes.',
  )
}
