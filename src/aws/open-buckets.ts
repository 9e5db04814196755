import { AwsError } from './aws-error.js'
import type { Calls } from './call.js'
import type { Clients } from './clients.js'
import { eachOf, type Unread } from './each-of.js'

/** Whether people without an account may read or write a bucket. Names are untrusted. */
export interface BucketAccess {
  readonly name: string
  /** By what it is open; absent: it is not. */
  readonly openBy?: 'policy' | 'access control list'
}

export interface OpenBucketsPort {
  /**
   * Buckets whose names begin so, and whether each is open; `isCut`: there are more, `unread`: those that would not be looked at, where others were.
   * @throws AwsError where none may be looked at
   */
  bucketAccess(namePrefix: string): Promise<{
    readonly buckets: readonly BucketAccess[]
    readonly unread: readonly Unread[]
    readonly isCut: boolean
  }>
}

/** Each takes up to three calls. */
const mostBuckets = 50
const everybody = [
  'http://acs.amazonaws.com/groups/global/AllUsers',
  'http://acs.amazonaws.com/groups/global/AuthenticatedUsers',
]

/** Buckets as the world may see them. Account-wide blocks stand above what is read here: such a bucket is told open and is not. */
export function openBucketsOf(clients: Clients, calls: Calls): OpenBucketsPort {
  async function accessOf(name: string, region: string): Promise<BucketAccess> {
    const s3 = await clients.s3(region)
    const block = await absentAs(['NoSuchPublicAccessBlockConfiguration'], () =>
      calls.ask('s3:GetBucketPublicAccessBlock', (options) =>
        s3.getPublicAccessBlock({ Bucket: name }, options),
      ),
    )
    const { RestrictPublicBuckets: restricted, IgnorePublicAcls: ignored } =
      block?.PublicAccessBlockConfiguration ?? {}
    if (restricted !== true) {
      const policy = await absentAs(['NoSuchBucketPolicy'], () =>
        calls.ask('s3:GetBucketPolicyStatus', (options) =>
          s3.getBucketPolicyStatus({ Bucket: name }, options),
        ),
      )
      if (policy?.PolicyStatus?.IsPublic === true) return { name, openBy: 'policy' }
    }
    if (ignored === true) return { name }
    const { Grants: grants = [] } = await calls.ask('s3:GetBucketAcl', (options) =>
      s3.getBucketAcl({ Bucket: name }, options),
    )
    const isOpen = grants.some(({ Grantee }) => everybody.includes(Grantee?.URI ?? ''))
    return isOpen ? { name, openBy: 'access control list' } : { name }
  }

  return {
    async bucketAccess(namePrefix) {
      const s3 = await clients.s3('us-east-1')
      const page = await calls.ask('s3:ListAllMyBuckets', (options) =>
        s3.listBuckets({ Prefix: namePrefix, MaxBuckets: mostBuckets }, options),
      )
      const listed = page.Buckets ?? []
      const looked = await eachOf(
        listed.map(({ Name = '', BucketRegion = 'us-east-1' }) => ({ name: Name, region: BucketRegion })),
        ({ name, region }) => accessOf(name, region),
        ['NoSuchBucket'],
      )
      return {
        buckets: looked.found,
        unread: looked.unread,
        isCut: (page.ContinuationToken ?? '') !== '',
      }
    },
  }
}

async function absentAs<Answer>(
  codes: readonly string[],
  ask: () => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof AwsError && codes.includes(error.code)) return undefined
    throw error
  }
}
