import { z } from 'zod'
import type { Aws, Certificate } from '../aws/aws.js'
import type { CheckResult } from '../core/check.js'
import { UserError } from '../core/user-error.js'
import { counted } from '../status/wording.js'
import { number } from './arguments.js'
import { check } from './check.js'
import { awsOf } from './subject.js'

const day = 86_400_000

export const certificateDaysLeft = check({
  name: 'certificate-days-left',
  summary:
    'How long the certificates of the load balancer’s listeners are valid, also those for other hosts. Of an environment that needs none, a runbook leaves the step out: `when: "inputs.environment == \'production\'"`',
  results: {
    pass: 'each for `warn_below` days or more',
    warn: 'one for less, or no listener has a certificate',
    fail: 'one for less than `fail_below` days, one is not valid at all, or one lies in another region than the load balancer',
  },
  reads: [
    'elasticloadbalancing:DescribeLoadBalancers',
    'elasticloadbalancing:DescribeListeners',
    'elasticloadbalancing:DescribeListenerCertificates',
    'acm:DescribeCertificate',
  ],
  value: 'days until the first one expires',
  needsService: false,
  arguments: z.strictObject({
    warn_below: number({ least: 0 }).prefault(30).describe('days'),
    fail_below: number({ least: 0 }).prefault(7).describe('days'),
  }),
  async ask(subject, { warn_below: warnBelow, fail_below: failBelow }, ports) {
    const name = subject.environment.loadBalancer
    if (name === undefined) throw noLoadBalancer(subject.environment.name)
    const aws = awsOf(subject, ports)
    const used = await aws.listenerCertificates(name)
    if (used === undefined) {
      throw new UserError(
        'load-balancer-missing',
        `There is no load balancer ${name}.`,
        'Check its name in ohmy.yaml.',
      )
    }
    if (used.length === 0) return { result: 'warn', figure: `no listener of ${name} has a certificate` }
    const arns = [...new Set(used.map(({ arn }) => arn))]
    const { region } = subject.environment
    const strays = arns.filter((arn) => regionOf(arn) !== undefined && regionOf(arn) !== region)
    if (strays.length > 0) {
      const told = strays.map((arn) => `${arn.split('/').at(-1)} lies in ${regionOf(arn)}`).join(', ')
      const figure = `the certificate ${told}, the load balancer in ${region}`
      return { result: 'fail', figure, cause: 'certificate', lines: strays }
    }
    const now = ports.clock.now()
    const looked = await Promise.allSettled(
      arns.map(async (arn) => judge(await certificateOf(aws, arn), now)),
    )
    const found = looked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    const unread = looked.find((one) => one.status === 'rejected')
    const [first, ...others] = found.toSorted((one, other) => lifeOf(one) - lifeOf(other))
    const fails = first !== undefined && lifeOf(first) < failBelow
    // One that fails is told also where others could not be read; nothing else is.
    if (first === undefined || (unread !== undefined && !fails)) throw unread?.reason
    const result: CheckResult = fails ? 'fail' : lifeOf(first) < warnBelow ? 'warn' : 'pass'
    const more = others.length === 0 ? '' : `; ${counted(others.length, 'other')} longer`
    return {
      result,
      figure: `${first.words}${more}`,
      ...(first.days === undefined ? {} : { value: first.days }),
      ...(result === 'pass' ? {} : { cause: 'certificate' as const }),
      lines: found.map(({ words }) => words),
    }
  },
})

/** Of ACM's; the others have none. */
function regionOf(arn: string): string | undefined {
  return /^arn:[\w-]+:acm:([\w-]+):/.exec(arn)?.[1]
}

function lifeOf({ days = Number.NEGATIVE_INFINITY }: Judged): number {
  return days
}

interface Judged {
  /** Whole days it is still valid; below none it has expired. Absent: it never was. */
  readonly days?: number
  readonly words: string
}

function judge({ domain, status, notAfter, renewal }: Certificate, now: number): Judged {
  const renewing = renewal === undefined || renewal === 'SUCCESS' ? '' : `, its renewal stands at ${renewal}`
  if (notAfter === undefined || !['ISSUED', 'EXPIRED'].includes(status)) {
    return { words: `the certificate of ${domain} is ${status}${renewing}` }
  }
  const days = Math.floor((notAfter - now) / day)
  const until = new Date(notAfter).toISOString().slice(0, 10)
  const words = days < 0 ? `expired on ${until}` : `is valid for ${counted(days, 'day')}, until ${until}`
  return { days, words: `the certificate of ${domain} ${words}${renewing}` }
}

/** @throws UserError `certificate-elsewhere`, `certificate-missing`: nobody knows how long it is valid then */
async function certificateOf(aws: Aws, arn: string): Promise<Certificate> {
  if (!arn.includes(':acm:')) {
    const what = `The certificate ${arn} does not lie in ACM.`
    throw new UserError('certificate-elsewhere', what, 'Look how long it is valid where it was made.')
  }
  const found = await aws.describeCertificate(arn)
  if (found !== undefined) return found
  throw new UserError('certificate-missing', `ACM has no ${arn}.`, 'Look at the listener.')
}

function noLoadBalancer(environment: string): UserError {
  const what = `ohmy.yaml names no load balancer of ${environment}.`
  return new UserError('load-balancer-unconfigured', what, `Set environments.${environment}.loadBalancer.`)
}
