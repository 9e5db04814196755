import type { AwsError } from '../errors.js'
import type { ClientShapes } from './clients.js'
import { differences } from './differences.js'
import type { Structure } from './schema.js'

/**
 * What every service may answer besides its own errors, and no client has a shape for
 * (docs.aws.amazon.com/awssupport/latest/APIReference/CommonErrors.html; Query services: the API reference's "Common Errors").
 */
const common = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'InvalidParameterValue',
  'MissingParameter',
  'ThrottlingException',
  'Throttling',
  'UnknownOperationException',
  'ValidationError',
  'ValidationException',
])

/** S3 documents most of its errors beside its model (AmazonS3/latest/API/ErrorResponses.html). */
const ofS3 = new Set([
  'NoSuchBucketPolicy',
  'NoSuchPublicAccessBlockConfiguration',
  'PermanentRedirect',
  'ServerSideEncryptionConfigurationNotFoundError',
])

/** In what an answered error is none that the service's client knows. */
export function errorDifferences(
  { errors }: ClientShapes,
  error: AwsError,
  protocol: 'json' | 'query' | 'rest',
): string[] {
  // Some services write the namespace of their model before the name.
  const name = (error.modelled.name ?? error.code).replace(/^.*#/, '')
  const shape = errors.find((one) => one.name === name || (protocol === 'query' && queryCode(one) === name))
  if (shape === undefined)
    return common.has(name) || (protocol === 'rest' && ofS3.has(name))
      ? []
      : [`the service's client knows no error ${name}`]
  const status = httpStatus(shape)
  const members = Object.fromEntries(
    Object.entries(error.modelled.members ?? {}).filter(([member]) => member !== 'message'),
  )
  const old = queryCode(shape)
  return [
    ...(status === undefined || status === error.status
      ? []
      : [`${name} comes with ${status}, not ${error.status}`]),
    ...(old === undefined || old === error.code
      ? []
      : [`${name} is called ${old} in the Query protocol, not ${error.code}`]),
    ...differences(shapeless(shape), members, name),
  ]
}

/** An error's members besides its message, which the protocols write themselves. */
function shapeless(shape: Structure) {
  return [3, '', shape.name, 0, [...shape.members.keys()], [...shape.members.values()]] as const
}

function queryCode({ traits }: Structure): string | undefined {
  const code = typeof traits === 'object' ? traits['awsQueryError'] : undefined
  return Array.isArray(code) ? String(code[0]) : undefined
}

function httpStatus({ traits }: Structure): number | undefined {
  if (typeof traits !== 'object') return undefined
  const status = traits['httpError']
  if (typeof status === 'number') return status
  return traits['error'] === 'client' ? 400 : undefined
}
