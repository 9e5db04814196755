import type {
  GetBucketAclCommandInput,
  GetBucketAclCommandOutput,
  GetBucketPolicyStatusCommandInput,
  GetBucketPolicyStatusCommandOutput,
  ListBucketsCommandInput,
  ListBucketsCommandOutput,
} from '@aws-sdk/client-s3'
import { AwsError } from '../errors.js'
import type { Handler } from '../handler.js'

const everybody = 'http://acs.amazonaws.com/groups/global/AllUsers'

export const listBuckets: Handler<ListBucketsCommandInput, ListBucketsCommandOutput> = (
  { Prefix = '', MaxBuckets = 10_000 },
  { world },
) => {
  const found = [...world.buckets.values()].filter(({ name }) => name.startsWith(Prefix))
  return {
    Buckets: found.slice(0, Number(MaxBuckets)).map(({ name, region }) => ({
      Name: name,
      BucketRegion: region,
      CreationDate: new Date(0),
    })),
  }
}

export const getBucketPolicyStatus: Handler<
  GetBucketPolicyStatusCommandInput,
  GetBucketPolicyStatusCommandOutput
> = ({ Bucket = '' }, { world }) => {
  const bucket = world.buckets.get(Bucket)
  if (bucket?.openBy !== 'policy')
    throw new AwsError('NoSuchBucketPolicy', 'The bucket policy does not exist', 404)
  return { PolicyStatus: { IsPublic: true } }
}

export const getBucketAcl: Handler<GetBucketAclCommandInput, GetBucketAclCommandOutput> = (
  { Bucket = '' },
  { world },
) => ({
  Owner: { ID: 'owner' },
  Grants:
    world.buckets.get(Bucket)?.openBy === 'access control list'
      ? [{ Grantee: { Type: 'Group', URI: everybody }, Permission: 'READ' }]
      : [],
})
