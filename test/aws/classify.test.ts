import { describe, expect, test } from 'vitest'
import { classify } from '../../src/aws/classify.js'

/** As AWS says no, and the SDK reads it. */
const service = (name: string, httpStatusCode: number, more: object = {}) =>
  Object.assign(new Error('said AWS'), {
    name,
    __type: `com.amazonaws.ecs#${name}`,
    $fault: 'client',
    $metadata: { httpStatusCode, requestId: 'r-1' },
    ...more,
  })
const network = (code: string) => Object.assign(new Error(`connect ${code}`), { code })

test.each([
  [service('ThrottlingException', 400), 'throttled'],
  [service('Throttling', 400), 'throttled'],
  [service('TooManyRequestsException', 429), 'throttled'],
  [service('SomethingNew', 400, { $retryable: { throttling: true } }), 'throttled'],
  [service('ServerException', 500), 'unavailable'],
  [service('ServiceUnavailable', 503), 'unavailable'],
  [service('AccessDeniedException', 400), 'denied'],
  [service('AccessDenied', 403), 'denied'],
  [service('ExpiredTokenException', 400), 'denied'],
  [service('UnrecognizedClientException', 400), 'denied'],
  [Object.assign(new Error('none found'), { name: 'CredentialsProviderError' }), 'denied'],
  [service('ClusterNotFoundException', 400), 'rejected'],
  [service('InvalidParameterException', 400), 'rejected'],
  [Object.assign(network('ECONNRESET'), { name: 'TimeoutError' }), 'unanswered'],
  [network('EPIPE'), 'unanswered'],
  [new Error('socket hang up'), 'unanswered'],
  [Object.assign(new Error('Request aborted'), { name: 'AbortError' }), 'unanswered'],
  [network('ECONNREFUSED'), 'unavailable'],
  [network('ENOTFOUND'), 'unavailable'],
] as const)('%s is %s', (error, kind) => {
  expect(classify(error, 'ecs:DescribeServices', { as: 'question' })).toMatchObject({
    kind,
    action: 'ecs:DescribeServices',
  })
})

test('after an answer of 500 a change may have happened, after a refusal it has not', () => {
  expect(classify(service('ServerException', 500), 'ecs:UpdateService', { as: 'change' }).kind).toBe(
    'unanswered',
  )
  expect(classify(service('ServiceUnavailable', 503), 'ecs:UpdateService', { as: 'change' }).kind).toBe(
    'unavailable',
  )
  expect(classify(service('ThrottlingException', 400), 'ecs:UpdateService', { as: 'change' }).kind).toBe(
    'throttled',
  )
})

test('the request id and the name AWS gave survive', () => {
  const error = classify(service('InvalidParameterException', 400), 'ecs:UpdateService', { as: 'change' })
  expect(error).toMatchObject({ code: 'InvalidParameterException', requestId: 'r-1', passing: false })
  expect(error.message).toContain('said AWS')
})

describe('what is not the answer of AWS', () => {
  const metadata = { httpStatusCode: 200 }
  /** As @smithy/core 3 throws what it could not read, with a `$metadata` that it made. */
  const unread = (error: Error, more: object = {}) =>
    Object.assign(error, { $metadata: metadata, $response: { statusCode: 200, headers: {} }, ...more })
  test.each([
    ['a cut body', unread(new SyntaxError('Unterminated string in JSON at position 812'))],
    ['a page', unread(new SyntaxError('Unexpected token < in JSON'), { $metadata: { httpStatusCode: 408 } })],
    [
      "a proxy's own JSON",
      service('Unknown', 403, { __type: undefined, message: 'upstream', code: 'RBAC_DENIED' }),
    ],
    ['a proxy that has a number for it', service('503', 503, { __type: 503 })],
    ['a 404 without a name', service('NotFound', 404, { __type: undefined })],
    ['a refusal of who knows whom', service('Unknown', 403, { __type: undefined })],
    ['a redirection', service('AccessDenied', 302)],
    ['a broken parser', Object.assign(new Error('Parse Error'), { code: 'HPE_INVALID_CHUNK_SIZE' })],
    ['something that is no error', 'what?'],
  ])('as %s: a question is asked again, a change may have happened', (_, error) => {
    expect(classify(error, 'ecs:DescribeServices', { as: 'question' })).toMatchObject({
      kind: 'unanswered',
      passing: true,
      mayHaveHappened: false,
    })
    const change = classify(error, 'ecs:UpdateService', { as: 'change' })
    expect(change).toMatchObject({ kind: 'unanswered', code: 'UnreadableAnswer', mayHaveHappened: true })
    expect(change.message).toContain("the answer to ecs:UpdateService cannot be read as AWS's")
    expect(change.message).not.toMatch(/JSON|hidden field|Parse|upstream/)
  })

  test.each([
    ['in JSON', service('ClientException', 400)],
    [
      'in a header',
      service('ClientException', 400, { __type: undefined, $response: headed('ClientException') }),
    ],
    ['in XML', service('LoadBalancerNotFound', 400, { __type: undefined, Code: 'LoadBalancerNotFound' })],
  ])('and what AWS names %s is', (_, error) => {
    expect(classify(error, 'ecs:UpdateService', { as: 'change' })).toMatchObject({ kind: 'rejected' })
  })
})

function headed(type: string) {
  return { statusCode: 400, headers: { 'x-amzn-errortype': type } }
}

test('nothing has happened where nothing was sent', () => {
  const late = Object.assign(new Error('no answer within 5000 ms'), { name: 'TimeoutError' })
  expect(classify(late, 'ecs:UpdateService', { as: 'change', sent: false })).toMatchObject({
    kind: 'unavailable',
    mayHaveHappened: false,
  })
  expect(classify(late, 'ecs:UpdateService', { as: 'change' }).mayHaveHappened).toBe(true)
})
