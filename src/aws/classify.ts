import { AwsError, type AwsErrorKind } from './aws-error.js'

/** What the SDK's errors carry, as far as it is relied on here. */
interface SdkError {
  readonly name?: string
  readonly message?: string
  /** Node's error code: `ECONNRESET`. */
  readonly code?: string
  readonly $fault?: string
  readonly $metadata?: {
    readonly httpStatusCode?: number
    readonly requestId?: string
    readonly clockSkewCorrected?: boolean
  }
  readonly $retryable?: { readonly throttling?: boolean }
  readonly cause?: unknown
}

const throttled = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'BandwidthLimitExceeded',
  'SlowDown',
  'EC2ThrottledException',
])

const unavailable = new Set([
  'ServerException',
  'InternalServiceException',
  'InternalServiceError',
  'InternalServiceFault',
  'InternalFailure',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'ConcurrentUpdateException',
])

const denied = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'NotAuthorized',
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'IncompleteSignature',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'OptInRequired',
  'ExpiredToken',
  'ExpiredTokenException',
  'CredentialsProviderError',
  'TokenProviderError',
])

/** The request may have reached AWS. */
const lost = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED', 'HPE_INVALID_CONSTANT'])
/** No connection came about, so nothing was sent. */
const unconnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
])

/**
 * Sorts whatever a call threw into an `AwsError`.
 * @param sent whether the call changes something: an answer of 500, 502 or 504 leaves open whether it did
 */
export function classify(thrown: unknown, action: string, sent: 'question' | 'change'): AwsError {
  if (thrown instanceof AwsError) return thrown
  const error = (thrown ?? {}) as SdkError
  const code = error.name === 'Error' || error.name === undefined ? (error.code ?? 'Unknown') : error.name
  return new AwsError(kindOf(error, sent), action, code, `${action}: ${error.message || code}`, {
    cause: thrown,
    requestId: error.$metadata?.requestId,
  })
}

function kindOf(error: SdkError, sent: 'question' | 'change'): AwsErrorKind {
  const name = error.name ?? ''
  const status = error.$metadata?.httpStatusCode ?? 0
  if (throttled.has(name) || status === 429 || error.$retryable?.throttling) return 'throttled'
  // The SDK has learnt the difference between the clocks from this very refusal: the next signature is right.
  if (error.$metadata?.clockSkewCorrected) return 'unavailable'
  if (name === 'CredentialsProviderError' && isNetwork(error.cause)) return 'unavailable'
  if (denied.has(name) || status === 401 || status === 403) return 'denied'
  if (name === 'TimeoutError' || name === 'AbortError') return 'unanswered'
  if (unconnected.has(error.code ?? '')) return 'unavailable'
  if (lost.has(error.code ?? '') || error.message === 'socket hang up') return 'unanswered'
  if (status === 500 || status === 502 || status === 504)
    return sent === 'change' ? 'unanswered' : 'unavailable'
  if (status >= 500 || unavailable.has(name) || error.$retryable) return 'unavailable'
  // The answer broke off or was not what the protocol promises: AWS may have acted on the request.
  if (error.$fault === undefined && error.$metadata === undefined) return 'unanswered'
  return 'rejected'
}

function isNetwork(cause: unknown): boolean {
  const code = (cause as SdkError | undefined)?.code ?? ''
  return lost.has(code) || unconnected.has(code)
}
