import type {
  GetBucketEncryptionCommandInput,
  GetBucketEncryptionCommandOutput,
  GetBucketLocationCommandInput,
  GetBucketLocationCommandOutput,
  GetBucketVersioningCommandInput,
  GetBucketVersioningCommandOutput,
  GetObjectCommandInput,
  GetPublicAccessBlockCommandInput,
  GetPublicAccessBlockCommandOutput,
  ListObjectsV2CommandInput,
  ListObjectsV2CommandOutput,
} from '@aws-sdk/client-s3'
import { AwsError } from '../errors.js'
import type { CallContext, Handler } from '../handler.js'
import type { BucketRecord } from './model.js'
import { getBucketAcl, getBucketPolicyStatus, listBuckets } from './public.js'

/** What a GetObject answers with: its body as text, since nothing else lies in these buckets. */
export interface ObjectAnswer {
  readonly text: string
  readonly LastModified: Date
}

/** A bucket answers in its own region; elsewhere S3 says where that is. */
function bucketOf(name: string | undefined, { world, region }: CallContext): BucketRecord {
  const bucket = world.buckets.get(name ?? '')
  if (bucket === undefined || bucket.isGone === true)
    throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404)
  if (bucket.region === region) return bucket
  throw new AwsError(
    'PermanentRedirect',
    'The bucket you are attempting to access must be addressed using the specified endpoint.',
    301,
    { members: { region: bucket.region } },
  )
}

const getBucketLocation: Handler<GetBucketLocationCommandInput, GetBucketLocationCommandOutput> = (
  { Bucket },
  call,
) => {
  const { region } = bucketOf(Bucket, call)
  return region === 'us-east-1' ? {} : { LocationConstraint: region as 'ap-southeast-2' }
}

const getBucketVersioning: Handler<GetBucketVersioningCommandInput, GetBucketVersioningCommandOutput> = (
  { Bucket },
  call,
) => (bucketOf(Bucket, call).isVersioned ? { Status: 'Enabled' } : {})

const getBucketEncryption: Handler<GetBucketEncryptionCommandInput, GetBucketEncryptionCommandOutput> = (
  { Bucket },
  call,
) => {
  if (!bucketOf(Bucket, call).isEncrypted) {
    const code = 'ServerSideEncryptionConfigurationNotFoundError'
    throw new AwsError(code, 'The server side encryption configuration was not found', 404)
  }
  const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const } }
  return { ServerSideEncryptionConfiguration: { Rules: [rule] } }
}

const getPublicAccessBlock: Handler<GetPublicAccessBlockCommandInput, GetPublicAccessBlockCommandOutput> = (
  { Bucket },
  call,
) => {
  if (!bucketOf(Bucket, call).isClosed) {
    const code = 'NoSuchPublicAccessBlockConfiguration'
    throw new AwsError(code, 'The public access block configuration was not found', 404)
  }
  return {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
  }
}

const listObjects: Handler<ListObjectsV2CommandInput, ListObjectsV2CommandOutput> = (
  { Bucket, Prefix = '', MaxKeys = 1_000 },
  call,
) => {
  const all = [...bucketOf(Bucket, call).objects].filter(([key]) => key.startsWith(Prefix))
  const found = all.toSorted(([one], [other]) => (one < other ? -1 : 1)).slice(0, Number(MaxKeys))
  return {
    Name: Bucket,
    Prefix,
    KeyCount: found.length,
    MaxKeys: Number(MaxKeys),
    IsTruncated: found.length < all.length,
    Contents: found.map(([key, { text, writtenAt }]) => ({
      Key: key,
      LastModified: new Date(writtenAt),
      Size: Buffer.byteLength(text),
    })),
  }
}

function getObject({ Bucket, Key = '' }: GetObjectCommandInput, call: CallContext): ObjectAnswer {
  const found = bucketOf(Bucket, call).objects.get(Key)
  if (found === undefined) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404)
  return { text: found.text, LastModified: new Date(found.writtenAt) }
}

export const s3Handlers = {
  GetBucketLocation: getBucketLocation,
  GetBucketVersioning: getBucketVersioning,
  GetBucketEncryption: getBucketEncryption,
  GetPublicAccessBlock: getPublicAccessBlock,
  ListObjectsV2: listObjects,
  GetObject: getObject,
  ListBuckets: listBuckets,
  GetBucketPolicyStatus: getBucketPolicyStatus,
  GetBucketAcl: getBucketAcl,
}
