import type { AwsError } from '../errors.js'
import { writeFlatMembers } from '../protocol/xml.js'
import type { ObjectAnswer } from './handlers.js'

/** Settings of a bucket are asked for by a name in the query: `GET /bucket?versioning`. */
const ofBucket: Readonly<Record<string, string>> = {
  location: 'GetBucketLocation',
  versioning: 'GetBucketVersioning',
  encryption: 'GetBucketEncryption',
  publicAccessBlock: 'GetPublicAccessBlock',
  policyStatus: 'GetBucketPolicyStatus',
  acl: 'GetBucketAcl',
}

/** What is asked of S3, by the method and the address alone: bucket and key in the path, as clients do where the host is an IP address. */
export function readS3Request(
  method: string,
  address: string,
): { readonly action: string; readonly input: object } {
  const { pathname, searchParams } = new URL(address, 'http://s3')
  const [bucket = '', ...rest] = pathname.slice(1).split('/').map(decodeURIComponent)
  const key = rest.join('/')
  const named = Object.keys(ofBucket).find((name) => searchParams.has(name))
  if (method !== 'GET') return { action: `${method} ${pathname}`, input: {} }
  if (bucket === '') {
    const [prefix, most] = [searchParams.get('prefix') ?? '', searchParams.get('max-buckets') ?? 10_000]
    return { action: 'ListBuckets', input: { Prefix: prefix, MaxBuckets: Number(most) } }
  }
  if (key !== '') return { action: 'GetObject', input: { Bucket: bucket, Key: key } }
  if (named !== undefined) return { action: ofBucket[named] ?? '', input: { Bucket: bucket } }
  const input = {
    Bucket: bucket,
    Prefix: searchParams.get('prefix') ?? '',
    MaxKeys: Number(searchParams.get('max-keys') ?? 1_000),
  }
  return { action: searchParams.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects', input }
}

const namespace = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'

/** What the outermost element of an answer is called; its lists have no element of their own. */
const roots: Readonly<Record<string, string>> = {
  GetBucketVersioning: 'VersioningConfiguration',
  GetBucketEncryption: 'ServerSideEncryptionConfiguration',
  GetPublicAccessBlock: 'PublicAccessBlockConfiguration',
  ListObjectsV2: 'ListBucketResult',
  ListBuckets: 'ListAllMyBucketsResult',
  GetBucketPolicyStatus: 'PolicyStatus',
  GetBucketAcl: 'AccessControlPolicy',
}

export function writeS3Answer(
  action: string,
  output: object,
): { readonly body: string; readonly contentType: string; readonly lastModified?: string } {
  if (action === 'GetObject') {
    const { text, LastModified } = output as ObjectAnswer
    return { body: text, contentType: 'application/octet-stream', lastModified: LastModified.toUTCString() }
  }
  const contentType = 'application/xml'
  if (action === 'GetBucketLocation') {
    const { LocationConstraint: place = '' } = output as { readonly LocationConstraint?: string }
    return { contentType, body: `<LocationConstraint ${namespace}>${place}</LocationConstraint>` }
  }
  const root = roots[action] ?? `${action}Result`
  const inner = (output as Readonly<Record<string, object>>)[root] ?? output
  const renamed = withItems('Rules' in inner ? { Rule: inner.Rules } : inner)
  return { contentType, body: `<${root} ${namespace}>${writeFlatMembers(renamed)}</${root}>` }
}

export function writeS3Error({ code, message }: AwsError, requestId: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Error>${writeFlatMembers({ Code: code, Message: message, RequestId: requestId })}</Error>`
}

/** Two lists do have an element of their own. */
function withItems(inner: object): object {
  if ('Buckets' in inner) return { ...inner, Buckets: { Bucket: inner.Buckets } }
  if ('Grants' in inner) return { ...inner, AccessControlList: { Grant: inner.Grants }, Grants: undefined }
  return inner
}
