import { AwsError } from './errors.js'
import { accountId } from './identity.js'

/**
 * What goes wrong with a call.
 * - `throttle`, `serverError`, `accessDenied`: refused with that error, without effect
 * - `delay`: answered `ms` milliseconds of real time later (the effect comes after the wait)
 * - `hang`: never answered; `when` says whether the effect happened
 * - `drop`: the connection is destroyed `before` the effect, or `after` it, so that only the answer is lost
 * - `stale`: DescribeServices answers as before the latest change, until that change is `ms` milliseconds old
 */
export type Fault =
  | { kind: 'throttle' }
  | { kind: 'serverError'; status?: 500 | 502 | 503 }
  | { kind: 'accessDenied' }
  | { kind: 'delay'; ms: number }
  | { kind: 'hang'; when?: 'before' | 'after' }
  | { kind: 'drop'; when: 'before' | 'after' }
  | { kind: 'stale'; ms: number }

export interface FaultRule {
  /** `ecs`, `application-autoscaling`, `cloudwatch`, `elasticloadbalancing`, `sts`, … or `*`. */
  service?: string
  /** An action such as `UpdateService`, or `*`. */
  action?: string
  fault: Fault
  /** How many calls are hit; without it every call until cleared. */
  times?: number
  /** How many matching calls pass first. */
  after?: number
}

export interface ActiveFault {
  /** Calls hit so far. */
  readonly hits: number
  clear(): void
}

export interface Faults {
  add(rule: FaultRule): ActiveFault
  clear(): void
}

interface Rule extends FaultRule {
  hits: number
  passed: number
}

/** Faults are tried in the order they were added; the first that matches hits the call. */
export function createFaults(): Faults & { hit(service: string, action: string): Fault | undefined } {
  let rules: Rule[] = []
  return {
    add(rule) {
      const added: Rule = { ...rule, hits: 0, passed: 0 }
      rules.push(added)
      return {
        get hits() {
          return added.hits
        },
        clear() {
          rules = rules.filter((other) => other !== added)
        },
      }
    },
    clear() {
      rules = []
    },
    hit(service, action) {
      for (const rule of rules) {
        if (!matches(rule.service, service) || !matches(rule.action, action)) continue
        if (rule.hits >= (rule.times ?? Number.POSITIVE_INFINITY)) continue
        rule.passed += 1
        if (rule.passed <= (rule.after ?? 0)) continue
        rule.hits += 1
        return rule.fault
      }
      return undefined
    },
  }
}

function matches(wanted: string | undefined, actual: string): boolean {
  return wanted === undefined || wanted === '*' || wanted === actual
}

/** The error a fault refuses a call with, if it does. */
export function faultError(fault: Fault, service: string, action: string): AwsError | undefined {
  // Services that speak or spoke the Query protocol have codes and a status of their own.
  const isQuery = ['elasticloadbalancing', 'sts', 'cloudwatch', 'iam', 's3', 'ec2'].includes(service)
  switch (fault.kind) {
    case 'throttle':
      return new AwsError(isQuery ? 'Throttling' : 'ThrottlingException', 'Rate exceeded')
    case 'serverError':
      return new AwsError(
        fault.status === 503 ? 'ServiceUnavailable' : 'InternalFailure',
        'The request processing has failed because of an unknown error, exception or failure.',
        fault.status ?? 500,
      )
    case 'accessDenied':
      return new AwsError(
        service === 'ec2' ? 'UnauthorizedOperation' : isQuery ? 'AccessDenied' : 'AccessDeniedException',
        `User: arn:aws:sts::${accountId}:assumed-role/ohmy/session is not authorized to perform: ${service}:${action} ` +
          `on resource: * because no identity-based policy allows the ${service}:${action} action`,
        isQuery ? 403 : 400,
      )
    default:
      return undefined
  }
}
