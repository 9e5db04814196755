export interface CertificateRecord {
  readonly arn: string
  readonly domain: string
  readonly issuedAt: number
  /** ms since the epoch */
  notAfter: number
  status: 'ISSUED' | 'PENDING_VALIDATION' | 'EXPIRED' | 'FAILED'
}
