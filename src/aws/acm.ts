import type { Calls } from './call.js'
import { AwsError } from './aws-error.js'
import type { Clients } from './clients.js'

/** A certificate of ACM, reduced to what ohmy relies on. */
export interface Certificate {
  /** `ohmycoins.example`. Untrusted. */
  readonly domain: string
  /** `ISSUED`, `EXPIRED`, `REVOKED`, … */
  readonly status: string
  /** ms since the epoch; absent: it was never issued. */
  readonly notAfter?: number
  /** How its renewal goes, where one was begun: `PENDING_VALIDATION`, `FAILED`. */
  readonly renewal?: string
}

export interface AcmPort {
  /** Undefined: there is none with that ARN. */
  describeCertificate(arn: string): Promise<Certificate | undefined>
}

/** Certificate Manager. */
export function acmOf(clients: Clients, calls: Calls): AcmPort {
  return {
    async describeCertificate(arn) {
      const acm = await clients.acm()
      try {
        const { Certificate: found } = await calls.ask('acm:DescribeCertificate', (options) =>
          acm.describeCertificate({ CertificateArn: arn }, options),
        )
        if (found === undefined) return undefined
        const { DomainName: domain = arn, Status: status = 'unknown', NotAfter: notAfter } = found
        const renewal = found.RenewalSummary?.RenewalStatus
        return {
          domain,
          status,
          ...(notAfter === undefined ? {} : { notAfter: notAfter.getTime() }),
          ...(renewal === undefined ? {} : { renewal }),
        }
      } catch (error) {
        if (error instanceof AwsError && error.code === 'ResourceNotFoundException') return undefined
        throw error
      }
    },
  }
}
