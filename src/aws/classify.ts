import { AwsError, type AwsErrorKind } from './aws-error.js'

/** What the SDK's errors carry, as far as it is relied on here. */
interface SdkError {
  readonly name?: string
  readonly message?: string
  /** Node's error code: `ECONNRESET`. */
  readonly code?: unknown
  readonly $fault?: string
  readonly $metadata?: {
    readonly httpStatusCode?: number
    readonly requestId?: string
    readonly clockSkewCorrected?: boolean
  }
  readonly $retryable?: { readonly throttling?: boolean }
  /** The error's name as AWS wrote it into the answer: in JSON, and in XML. */
  readonly __type?: unknown
  readonly Code?: unknown
  readonly $response?: {
    readonly statusCode?: number
    readonly headers?: Readonly<Record<string, string>>
  }
  readonly cause?: unknown
}

/** What is known of the request whose failure is sorted. */
export interface FailedRequest {
  readonly as: 'question' | 'change'
  /** Whether it left the process: before that, nothing can have happened in AWS. Default: yes. */
  readonly sent?: boolean
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
])

/** The SDK found none, so nothing was sent. */
const withoutCredentials = new Set(['CredentialsProviderError', 'TokenProviderError'])

/** The connection broke after something had been sent. */
const lost = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED'])
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
 * Sorts whatever a call threw into an `AwsError`. Only what carries AWS's own fault is AWS's answer. Everything else, also what the SDK could not
 * read and gave a `$metadata` of its own, tells nothing of what AWS did: a question may be asked again, a change may have happened.
 */
export function classify(thrown: unknown, action: string, request: FailedRequest): AwsError {
  if (thrown instanceof AwsError) return thrown
  const error = (thrown ?? {}) as SdkError
  const options = { cause: thrown, requestId: error.$metadata?.requestId }
  if (isFaultOfAws(error)) {
    const code = error.name ?? 'Unknown'
    return new AwsError(
      kindOfFault(error, request.as),
      action,
      code,
      `${action}: ${error.message || code}`,
      options,
    )
  }
  const { kind, code, words } = withoutAnswer(error, action, request.sent ?? true)
  return new AwsError(kind, action, code, words, options)
}

/**
 * AWS names each error in its answer: `__type` in JSON, `Code` in XML, or a header; with a status of 4xx or 5xx. A proxy's page or JSON has none of
 * them, and the SDK then makes a name up (`Unknown`, `NotFound`) or throws what its parser threw.
 */
function isFaultOfAws({ $fault, $metadata, $response, __type, Code }: SdkError): boolean {
  const status = $metadata?.httpStatusCode ?? 0
  if ($fault === undefined || status < 400 || status > 599) return false
  const headers = $response?.headers ?? {}
  // AWS writes `Code` into XML alone; in JSON it is what gateways and proxies say.
  const inXml = /\bjson\b/i.test(headers['content-type'] ?? '') ? undefined : Code
  const named = __type ?? inXml ?? headers['x-amzn-errortype'] ?? headers['x-amzn-query-error']
  // `com.amazonaws.ecs#ClientException`, `ThrottlingException:http://…`, `InvalidParameter.Value`
  return typeof named === 'string' && /^([\w.-]+#)?[A-Z][A-Za-z0-9.]+([:;,]|$)/.test(named)
}

function kindOfFault(error: SdkError, as: FailedRequest['as']): AwsErrorKind {
  const name = error.name ?? ''
  const status = error.$metadata?.httpStatusCode ?? 0
  if (throttled.has(name) || status === 429 || error.$retryable?.throttling) return 'throttled'
  // The SDK has learnt the difference between the clocks from this very refusal: the next signature is right.
  if (error.$metadata?.clockSkewCorrected) return 'unavailable'
  if (denied.has(name) || status === 401 || status === 403) return 'denied'
  if (status === 500 || status === 502 || status === 504) {
    return as === 'change' ? 'unanswered' : 'unavailable'
  }
  if (status >= 500 || unavailable.has(name) || error.$retryable) return 'unavailable'
  return 'rejected'
}

interface WithoutAnswer {
  readonly kind: AwsErrorKind
  readonly code: string
  readonly words: string
}

/** What happened instead of an answer, in words for people: the SDK's own are about its insides. */
function withoutAnswer(error: SdkError, action: string, sent: boolean): WithoutAnswer {
  const name = error.name ?? ''
  const network = typeof error.code === 'string' ? error.code : ''
  const code = name === '' || name === 'Error' ? network || 'Unknown' : name
  if (withoutCredentials.has(name) && !isNetwork(error.cause)) {
    return { kind: 'denied', code, words: `there are no valid AWS credentials for ${action}` }
  }
  if (unconnected.has(network)) {
    return {
      kind: 'unavailable',
      code: network,
      words: `AWS could not be reached for ${action} (${network})`,
    }
  }
  if (!sent || withoutCredentials.has(name))
    return { kind: 'unavailable', code, words: `${action} could not be sent (${code})` }
  // The SDK calls a broken connection a timeout, too.
  if (lost.has(network) || error.message === 'socket hang up') {
    return { kind: 'unanswered', code, words: `the connection broke before AWS answered ${action}` }
  }
  if (name === 'TimeoutError' || name === 'AbortError') {
    return { kind: 'unanswered', code, words: `AWS did not answer ${action} in time` }
  }
  const came = whatCame(error)
  return {
    kind: 'unanswered',
    code: 'UnreadableAnswer',
    words: `the answer to ${action} cannot be read as AWS's${came === '' ? '' : ` (${came})`}`,
  }
}

/** `HTTP 403, text/html` */
function whatCame({ $metadata, $response }: SdkError): string {
  const status = $metadata?.httpStatusCode ?? $response?.statusCode
  const type = /^[\w.+-]+\/[\w.+-]+/.exec($response?.headers?.['content-type'] ?? '')?.[0].slice(0, 40)
  return [...(status === undefined ? [] : [`HTTP ${status}`]), ...(type === undefined ? [] : [type])].join(
    ', ',
  )
}

function isNetwork(cause: unknown): boolean {
  const code = String((cause as SdkError | undefined)?.code ?? '')
  return lost.has(code) || unconnected.has(code)
}
