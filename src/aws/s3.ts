import type { Calls } from './call.js'
import { AwsError } from './aws-error.js'
import type { Clients } from './clients.js'
import type { RequestOptions } from './request-handler.js'

/** A bucket as far as a Terraform state depends on it. `elsewhere`: it lies in that region, and nothing more was asked. */
export type StateBucket =
  | { readonly kind: 'missing' }
  | { readonly kind: 'elsewhere'; readonly region: string }
  | {
      readonly kind: 'found'
      readonly isVersioned: boolean
      readonly isEncrypted: boolean
      /** All four switches of its public access block are on. */
      readonly isClosed: boolean
    }

/** An object that stands beside a state while somebody holds its lock. */
export interface LockObject {
  /** What is written in it, as it is. Untrusted; absent: it could not be read, or is too large for a lock. */
  readonly text?: string
  /** ms since the epoch */
  readonly writtenAt: number
}

export interface S3Port {
  /** @param region where it is said to lie @throws AwsError what may not be looked at */
  stateBucket(bucket: string, region: string): Promise<StateBucket>
  /** Undefined: there is none with that key. @throws AwsError */
  lockObject(bucket: string, key: string, region: string): Promise<LockObject | undefined>
}

/** Terraform writes some hundred bytes. */
const largestLock = 64 * 1024

/** Buckets, as far as Terraform keeps states in them. Their insides are read nowhere but in the lock. */
export function s3Of(clients: Clients, calls: Calls): S3Port {
  return {
    async stateBucket(bucket, region) {
      const s3 = await clients.s3(region)
      const place = await missingAs(() =>
        calls.ask('s3:GetBucketLocation', (options) =>
          orElsewhere(() => s3.getBucketLocation({ Bucket: bucket }, options)),
        ),
      )
      if (place === undefined) return { kind: 'missing' }
      // No constraint is us-east-1, and EU its old name of eu-west-1.
      const told = 'elsewhere' in place ? place.elsewhere : (place.LocationConstraint ?? 'us-east-1')
      const found = told === 'EU' ? 'eu-west-1' : told === '' ? 'us-east-1' : told
      if (found !== region) return { kind: 'elsewhere', region: found }
      const [versioning, encryption, access] = await Promise.all([
        calls.ask('s3:GetBucketVersioning', (options) => s3.getBucketVersioning({ Bucket: bucket }, options)),
        absentAs('ServerSideEncryptionConfigurationNotFoundError', () =>
          calls.ask('s3:GetEncryptionConfiguration', (options) =>
            s3.getBucketEncryption({ Bucket: bucket }, options),
          ),
        ),
        absentAs('NoSuchPublicAccessBlockConfiguration', () =>
          calls.ask('s3:GetBucketPublicAccessBlock', (options) =>
            s3.getPublicAccessBlock({ Bucket: bucket }, options),
          ),
        ),
      ])
      const block = access?.PublicAccessBlockConfiguration
      return {
        kind: 'found',
        isVersioned: versioning.Status === 'Enabled',
        isEncrypted: (encryption?.ServerSideEncryptionConfiguration?.Rules?.length ?? 0) > 0,
        isClosed:
          block?.BlockPublicAcls === true &&
          block.BlockPublicPolicy === true &&
          block.IgnorePublicAcls === true &&
          block.RestrictPublicBuckets === true,
      }
    },

    async lockObject(bucket, key, region) {
      const s3 = await clients.s3(region)
      // Of an object that is not there S3 says "denied" to who may not list; an empty list says that there is none.
      const { Contents: listed = [] } = await calls.ask('s3:ListBucket', (options) =>
        s3.listObjectsV2({ Bucket: bucket, Prefix: key, MaxKeys: 1 }, options),
      )
      const [found] = listed.filter(({ Key }) => Key === key)
      if (found === undefined) return undefined
      const writtenAt = found.LastModified?.getTime() ?? 0
      if ((found.Size ?? 0) > largestLock) return { writtenAt }
      const text = await absentAs('NoSuchKey', () =>
        calls.ask('s3:GetObject', async (options) => {
          const asContent: RequestOptions = { ...options, isContent: true, mayBeEmpty: true }
          const { Body: body } = await s3.getObject({ Bucket: bucket, Key: key }, asContent)
          return { text: (await body?.transformToString()) ?? '' }
        }),
      )
      // Freed between the two questions.
      return text === undefined ? undefined : { writtenAt, text: text.text }
    },
  }
}

/** A redirect is no fault of AWS's, and no answer either: it only says where the bucket lies. */
async function orElsewhere<Answer>(
  send: () => Promise<Answer>,
): Promise<Answer | { readonly elsewhere: string }> {
  try {
    return await send()
  } catch (error) {
    const { $response, name, Region } = error as {
      readonly $response?: { readonly headers?: Readonly<Record<string, string>> }
      readonly name?: string
      readonly Region?: string
    }
    const region = $response?.headers?.['x-amz-bucket-region'] ?? Region
    const isElsewhere = name === 'PermanentRedirect' || name === 'AuthorizationHeaderMalformed'
    if (isElsewhere && region !== undefined) return { elsewhere: region }
    throw error
  }
}

function missingAs<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  return absentAs('NoSuchBucket', ask)
}

async function absentAs<Answer>(code: string, ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof AwsError && error.code === code) return undefined
    throw error
  }
}
