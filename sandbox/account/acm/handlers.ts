import type { DescribeCertificateCommandInput, DescribeCertificateCommandOutput } from '@aws-sdk/client-acm'
import { AwsError } from '../errors.js'
import type { Handler } from '../handler.js'

const describeCertificate: Handler<DescribeCertificateCommandInput, DescribeCertificateCommandOutput> = (
  { CertificateArn: arn = '' },
  { world },
) => {
  const found = world.certificates.get(arn)
  if (found === undefined) {
    throw new AwsError('ResourceNotFoundException', `Could not find certificate ${arn}.`)
  }
  const { domain, status, issuedAt, notAfter } = found
  return {
    Certificate: {
      CertificateArn: arn,
      DomainName: domain,
      SubjectAlternativeNames: [domain],
      Status: status,
      Type: 'AMAZON_ISSUED',
      KeyAlgorithm: 'RSA_2048',
      RenewalEligibility: 'ELIGIBLE',
      InUseBy: world.listeners
        .filter(({ certificates }) => certificates.includes(arn))
        .map(({ loadBalancerArn }) => loadBalancerArn),
      CreatedAt: new Date(issuedAt),
      // A certificate that was never issued has no term.
      ...(status === 'ISSUED' || status === 'EXPIRED'
        ? { IssuedAt: new Date(issuedAt), NotBefore: new Date(issuedAt), NotAfter: new Date(notAfter) }
        : {}),
    },
  }
}

export const acmHandlers = { DescribeCertificate: describeCertificate }
