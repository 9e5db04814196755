import type {
  GetAWSDefaultServiceQuotaCommandInput,
  GetAWSDefaultServiceQuotaCommandOutput,
  GetServiceQuotaCommandInput,
  GetServiceQuotaCommandOutput,
  ServiceQuota,
} from '@aws-sdk/client-service-quotas'
import { AwsError } from '../errors.js'
import type { Handler } from '../handler.js'
import { arn } from '../identity.js'
import type { World } from '../world.js'
import type { QuotaRecord } from './model.js'

const getServiceQuota: Handler<GetServiceQuotaCommandInput, GetServiceQuotaCommandOutput> = (
  { ServiceCode, QuotaCode },
  { world },
) => {
  const quota = find(world, ServiceCode, QuotaCode)
  if (quota.applied === undefined) throw noSuch()
  return { Quota: describe(quota, quota.applied) }
}

const getDefault: Handler<GetAWSDefaultServiceQuotaCommandInput, GetAWSDefaultServiceQuotaCommandOutput> = (
  { ServiceCode, QuotaCode },
  { world },
) => {
  const quota = find(world, ServiceCode, QuotaCode)
  return { Quota: describe(quota, quota.byDefault) }
}

function find({ quotas }: World, service = '', code = ''): QuotaRecord {
  const found = quotas.find((quota) => quota.service === service && quota.code === code)
  if (found === undefined) throw noSuch()
  return found
}

function noSuch(): AwsError {
  return new AwsError(
    'NoSuchResourceException',
    'The request failed because the specified resource does not exist.',
    404,
  )
}

function describe({ service, code, name, metric }: QuotaRecord, value: number): ServiceQuota {
  return {
    ServiceCode: service,
    QuotaCode: code,
    QuotaName: name,
    QuotaArn: arn('servicequotas', `${service}/${code}`),
    Value: value,
    Unit: 'None',
    Adjustable: true,
    GlobalQuota: false,
    ...(metric === undefined
      ? {}
      : {
          UsageMetric: {
            MetricNamespace: 'AWS/Usage',
            MetricName: 'ResourceCount',
            MetricDimensions: metric,
            MetricStatisticRecommendation: 'Maximum',
          },
        }),
  }
}

export const serviceQuotasHandlers = {
  GetServiceQuota: getServiceQuota,
  GetAWSDefaultServiceQuota: getDefault,
}
