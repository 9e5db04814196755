import { z } from 'zod'
import type { Aws } from '../aws/aws.js'
import { AwsError } from '../aws/aws-error.js'
import { explainAwsError } from '../aws/explain.js'
import type { CheckResult } from '../core/check.js'
import { number } from './arguments.js'
import { check } from './check.js'
import { awsOf } from './subject.js'

/** As Service Quotas names them; `count`: what is used, where no metric of CloudWatch counts it. */
const looked: readonly {
  readonly what: string
  readonly service: string
  readonly code: string
  readonly count?: (aws: Aws) => Promise<number>
}[] = [
  { what: 'VPCs', service: 'vpc', code: 'L-F678F1CE', count: (aws) => aws.countVpcs() },
  { what: 'elastic addresses', service: 'ec2', code: 'L-0263D0A3', count: (aws) => aws.countAddresses() },
  { what: 'Fargate vCPUs', service: 'fargate', code: 'L-3032A538' },
]

/** s. AWS/Usage gets a value every few minutes. */
const usageWithin = 3_600

interface Used {
  readonly result: CheckResult
  readonly words: string
  /** Percent. */
  readonly part?: number
}

export const quotas = check({
  name: 'quotas',
  summary:
    'How much is left of what AWS lets the account have in the region: VPCs, elastic addresses, vCPUs of Fargate',
  results: { pass: 'each is used by less than `warn_from` percent', warn: 'one by more' },
  reads: [
    'servicequotas:GetServiceQuota',
    'servicequotas:GetAWSDefaultServiceQuota',
    'ec2:DescribeVpcs',
    'ec2:DescribeAddresses',
    'cloudwatch:GetMetricData',
  ],
  value: 'percent of the one that is used most',
  needsService: false,
  arguments: z.strictObject({
    warn_from: number({ least: 1, most: 100 }).prefault(80).describe('percent'),
  }),
  async ask(subject, { warn_from: warnFrom }, ports) {
    const aws = awsOf(subject, ports)
    const all = await Promise.all(looked.map((quota) => used(aws, quota, warnFrom)))
    const parts = all.flatMap(({ part }) => part ?? [])
    const result = (['unknown', 'warn', 'pass'] as const).find((one) =>
      all.some((each) => each.result === one),
    )
    const near = all.some((each) => each.result === 'warn')
    return {
      // One that is nearly used up is told also where another could not be read.
      result: near ? 'warn' : (result ?? 'unknown'),
      figure: all.map(({ words }) => words).join(', '),
      ...(parts.length === 0 ? {} : { value: Math.max(...parts) }),
    }
  },
})

async function used(
  aws: Aws,
  { what, service, code, count }: (typeof looked)[number],
  warnFrom: number,
): Promise<Used> {
  try {
    const [quota, counted] = await Promise.all([aws.quota(service, code), count?.(aws)])
    if (quota === undefined) return { result: 'unknown', words: `no quota of ${what} is known` }
    const now = counted ?? (await measured(aws, quota.usage))
    if (now === undefined)
      return { result: 'unknown', words: `${what}: of ${quota.value}, nobody counts how many` }
    const part = quota.value === 0 ? 100 : Math.round((now / quota.value) * 100)
    return {
      result: part >= warnFrom ? 'warn' : 'pass',
      words: `${Number(now.toFixed(2))} of ${quota.value} ${what}`,
      part,
    }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return { result: 'unknown', words: `${what}: ${explainAwsError(error)}` }
  }
}

async function measured(
  aws: Aws,
  usage:
    | {
        readonly namespace: string
        readonly name: string
        readonly dimensions: Readonly<Record<string, string>>
      }
    | undefined,
): Promise<number | undefined> {
  if (usage === undefined) return undefined
  const { namespace, name: metric, dimensions } = usage
  const question = { key: 'usage', namespace, metric, dimensions, statistic: 'Maximum', period: 300 }
  return (await aws.latestMetrics([question], usageWithin)).get('usage')
}
