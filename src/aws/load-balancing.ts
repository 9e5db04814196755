import type {
  Listener,
  TargetGroup,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { ProcessCache } from '../core/kept-answers.js'
import type { Target } from './answers.js'
import { AwsError } from './aws-error.js'
import type { Calls } from './call.js'
import type { Clients } from './clients.js'
import { groupQuestions } from './group-questions.js'
import { perCall } from './limits.js'
import { neverChanging } from './never-changing.js'
import { answerPolicies } from './ports.js'

export interface LoadBalancingPort {
  /** At most a few seconds old, and from after our own last change. */
  targetHealth(targetGroupArn: string): Promise<readonly Target[]>
  /** The suffix CloudWatch wants as the LoadBalancer dimension: `app/name/0123456789abcdef`. */
  loadBalancerDimension(name: string): Promise<string | undefined>
  /** What a target group sends to and looks at. Undefined: there is none with that ARN. @throws AwsError */
  targetGroup(arn: string): Promise<TargetGroupFacts | undefined>
  /**
   * The certificates of a load balancer's listeners: the one each uses where a client names no host, and those for other hosts. Undefined: there is
   * no load balancer of that name.
   */
  listenerCertificates(name: string): Promise<readonly ListenerCertificate[] | undefined>
}

export interface TargetGroupFacts {
  readonly name: string
  /** `ip`, `instance`, `lambda`, `alb` */
  readonly targets: string
  /** Where new targets are called that name none of their own; absent: of functions. */
  readonly port?: number
  /** `traffic-port`, or a number */
  readonly healthPort: string
  readonly healthPath?: string
}

export interface ListenerCertificate {
  readonly port: number
  /** ACM's, or IAM's where somebody brought it there. */
  readonly arn: string
}

const states: Readonly<Record<string, Target['state']>> = {
  initial: 'initial',
  healthy: 'healthy',
  unhealthy: 'unhealthy',
  'unhealthy.draining': 'draining',
  unused: 'unused',
  draining: 'draining',
  unavailable: 'unavailable',
}

/** Elastic Load Balancing. */
export function loadBalancingOf(clients: Clients, calls: Calls, known: ProcessCache): LoadBalancingPort {
  /** A load balancer keeps its ARN for life; a new one of the same name is noticed by its metrics falling silent, and on restart. */
  const dimensions = neverChanging<string>(known, 'dimension of load balancer')

  async function askHealth(arn: string): Promise<readonly Target[]> {
    const balancing = await clients.loadBalancing()
    const answer = await calls.ask('elasticloadbalancing:DescribeTargetHealth', (options) =>
      balancing.describeTargetHealth({ TargetGroupArn: arn }, options),
    )
    return (answer.TargetHealthDescriptions ?? []).map(toTarget)
  }

  async function arnOf(name: string): Promise<string | undefined> {
    const balancing = await clients.loadBalancing()
    try {
      const answer = await calls.ask('elasticloadbalancing:DescribeLoadBalancers', (options) =>
        balancing.describeLoadBalancers({ Names: [name] }, options),
      )
      return answer.LoadBalancers?.[0]?.LoadBalancerArn
    } catch (error) {
      if (error instanceof AwsError && error.code.startsWith('LoadBalancerNotFound')) return undefined
      throw error
    }
  }

  async function listenersOf(loadBalancerArn: string): Promise<readonly Listener[]> {
    const balancing = await clients.loadBalancing()
    const listeners: Listener[] = []
    let marker: string | undefined
    do {
      const page = await calls.ask('elasticloadbalancing:DescribeListeners', (options) =>
        balancing.describeListeners({ LoadBalancerArn: loadBalancerArn, Marker: marker }, options),
      )
      listeners.push(...(page.Listeners ?? []))
      marker = page.NextMarker
    } while (marker)
    return listeners
  }

  /** DescribeListeners tells only of the one for clients that name no host. */
  async function certificatesOf({
    ListenerArn,
    Port: port = 0,
  }: Listener): Promise<readonly ListenerCertificate[]> {
    const balancing = await clients.loadBalancing()
    const arns = new Set<string>()
    let marker: string | undefined
    do {
      const page = await calls.ask('elasticloadbalancing:DescribeListenerCertificates', (options) =>
        balancing.describeListenerCertificates({ ListenerArn, Marker: marker }, options),
      )
      for (const { CertificateArn: arn } of page.Certificates ?? []) if (arn !== undefined) arns.add(arn)
      marker = page.NextMarker
    } while (marker)
    return [...arns].map((arn) => ({ port, arn }))
  }

  /** Those that are asked for at the same moment are one call. */
  const askGroups = groupQuestions<TargetGroupFacts>({
    size: perCall.targetGroups,
    async send(take) {
      const balancing = await clients.loadBalancing()
      try {
        const { TargetGroups: found = [] } = await calls.ask(
          'elasticloadbalancing:DescribeTargetGroups',
          (options) => balancing.describeTargetGroups({ TargetGroupArns: [...take()] }, options),
        )
        return new Map(found.map((group) => [group.TargetGroupArn ?? '', toGroup(group)]))
      } catch (error) {
        const isMissing = error instanceof AwsError && error.code.startsWith('TargetGroupNotFound')
        // One that is not there fails them all: then each is asked for by itself.
        if (isMissing && take().length === 1) return new Map()
        throw error
      }
    },
  })

  return {
    async targetHealth(arn) {
      const freshness = { ...answerPolicies.targetHealth, knownFor: 0 }
      return (await known.read(nameOfHealth(arn), freshness, () => askHealth(arn))).value
    },

    targetGroup: async (arn) => (await askGroups([arn])).get(arn),

    async loadBalancerDimension(name) {
      const before = dimensions.get(name)
      if (before) return before
      const dimension = (await arnOf(name))?.split(':loadbalancer/')[1]
      if (dimension) dimensions.set(name, dimension)
      return dimension
    },

    async listenerCertificates(name) {
      const arn = await arnOf(name)
      if (arn === undefined) return undefined
      const listeners = await listenersOf(arn)
      // Only these have certificates; others refuse the question.
      const secure = listeners.filter(({ Protocol }) => Protocol === 'HTTPS' || Protocol === 'TLS')
      return (await Promise.all(secure.map(certificatesOf))).flat()
    },
  }
}

function toGroup({
  TargetGroupArn,
  TargetGroupName,
  TargetType,
  Port,
  ...health
}: TargetGroup): TargetGroupFacts {
  const { HealthCheckPort, HealthCheckPath } = health
  return {
    name: TargetGroupName ?? TargetGroupArn ?? '',
    targets: TargetType ?? 'ip',
    ...(Port === undefined ? {} : { port: Port }),
    healthPort: HealthCheckPort ?? 'traffic-port',
    ...(HealthCheckPath === undefined ? {} : { healthPath: HealthCheckPath }),
  }
}

/** Where the process's cache keeps it. */
export function nameOfHealth(targetGroupArn: string): string {
  return `targetHealth ${targetGroupArn}`
}

function toTarget({ Target: target, TargetHealth: health }: TargetHealthDescription): Target {
  const reason = health?.Description ?? health?.Reason
  return {
    id: target?.Id ?? '',
    ...(target?.Port === undefined ? {} : { port: target.Port }),
    state: states[health?.State ?? ''] ?? 'unavailable',
    ...(reason === undefined ? {} : { reason }),
  }
}
