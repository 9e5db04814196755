import type { Calls } from './call.js'
import { AwsError } from './aws-error.js'
import type { Clients } from './clients.js'

/** What AWS lets an account have of something in a region. */
export interface Quota {
  readonly value: number
  /** The metric of CloudWatch that counts what is used of it, where there is one. */
  readonly usage?: {
    readonly namespace: string
    readonly name: string
    readonly dimensions: Readonly<Record<string, string>>
  }
}

export interface ServiceQuotasPort {
  /** The account's own where it has one, else AWS's default; undefined: AWS knows no such quota. @throws AwsError */
  quota(service: string, code: string): Promise<Quota | undefined>
}

/** Service Quotas. */
export function serviceQuotasOf(clients: Clients, calls: Calls): ServiceQuotasPort {
  return {
    async quota(service, code) {
      const quotas = await clients.serviceQuotas()
      const asked = { ServiceCode: service, QuotaCode: code }
      // An account has a value of its own only where somebody changed it or AWS applied one.
      const { Quota: found } =
        (await orNone(() =>
          calls.ask('servicequotas:GetServiceQuota', (options) => quotas.getServiceQuota(asked, options)),
        )) ??
        (await orNone(() =>
          calls.ask('servicequotas:GetAWSDefaultServiceQuota', (options) =>
            quotas.getAWSDefaultServiceQuota(asked, options),
          ),
        )) ??
        {}
      if (found?.Value === undefined) return undefined
      const { MetricNamespace: namespace, MetricName: name, MetricDimensions } = found.UsageMetric ?? {}
      const dimensions = MetricDimensions ?? {}
      return {
        value: found.Value,
        ...(namespace === undefined || name === undefined ? {} : { usage: { namespace, name, dimensions } }),
      }
    },
  }
}

async function orNone<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof AwsError && error.code === 'NoSuchResourceException') return undefined
    throw error
  }
}
