import type {
  Certificate,
  DescribeListenerCertificatesCommandInput,
  DescribeListenerCertificatesCommandOutput,
  DescribeListenersCommandInput,
  DescribeListenersCommandOutput,
  Listener,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { AwsError } from '../errors.js'
import type { Handler } from '../handler.js'
import type { ListenerRecord } from './model.js'

export const describeListeners: Handler<DescribeListenersCommandInput, DescribeListenersCommandOutput> = (
  { LoadBalancerArn: loadBalancer, ListenerArns: arns },
  { world },
) => {
  if (loadBalancer !== undefined && !world.loadBalancers.some(({ arn }) => arn === loadBalancer)) {
    throw new AwsError('LoadBalancerNotFound', 'One or more load balancers not found')
  }
  const found = world.listeners.filter(
    ({ arn, loadBalancerArn }) =>
      (loadBalancer === undefined || loadBalancerArn === loadBalancer) &&
      (arns === undefined || arns.includes(arn)),
  )
  if (found.length < (arns?.length ?? 0)) {
    throw new AwsError('ListenerNotFound', 'One or more listeners not found')
  }
  return { Listeners: found.map(describeListener) }
}

function describeListener(record: ListenerRecord): Listener {
  const [usual] = record.certificates
  return {
    ListenerArn: record.arn,
    LoadBalancerArn: record.loadBalancerArn,
    Port: record.port,
    Protocol: record.protocol,
    // Only the one that is used where the client names no host: the others have a question of their own.
    ...(usual === undefined ? {} : { Certificates: [{ CertificateArn: usual }] }),
    ...(record.protocol === 'HTTPS' ? { SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' } : {}),
  }
}

export const describeListenerCertificates: Handler<
  DescribeListenerCertificatesCommandInput,
  DescribeListenerCertificatesCommandOutput
> = ({ ListenerArn: arn }, { world }) => {
  const listener = world.listeners.find((one) => one.arn === arn)
  if (listener === undefined) throw new AwsError('ListenerNotFound', 'One or more listeners not found')
  const certificates = listener.certificates.map(
    (one, index): Certificate => ({ CertificateArn: one, IsDefault: index === 0 }),
  )
  return { Certificates: certificates }
}
