import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling'
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { ECSClient } from '@aws-sdk/client-ecs'
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import { STSClient } from '@aws-sdk/client-sts'

/** The SDK's own clients, each trying once, so that a fault shows as what it is. */
export function clientsFor(url: string) {
  const configuration = {
    endpoint: url,
    region: 'ap-southeast-2',
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIASANDBOX', secretAccessKey: 'sandbox' },
  }
  const clients = {
    ecs: new ECSClient(configuration),
    autoscaling: new ApplicationAutoScalingClient(configuration),
    cloudwatch: new CloudWatchClient(configuration),
    // A live tail would go to stream-127.0.0.1 otherwise, which no resolver knows.
    logs: new CloudWatchLogsClient({ ...configuration, disableHostPrefix: true }),
    elb: new ElasticLoadBalancingV2Client(configuration),
    sts: new STSClient(configuration),
  }
  return {
    ...clients,
    destroy() {
      for (const client of Object.values(clients)) client.destroy()
    },
  }
}

export type Clients = ReturnType<typeof clientsFor>

export const staging = { cluster: 'ohmycoins-staging-cluster', service: 'ohmycoins-staging-backend' }
export const production = { cluster: 'ohmycoins-prod-cluster', service: 'ohmycoins-prod-backend' }
export const repository = '123456789012.dkr.ecr.ap-southeast-2.amazonaws.com/ohmycoins/backend'
