import type { RecordedCall } from './calls.js'

/** Of S3, IAM calls some otherwise than the API: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html and the like. */
const inIam: Readonly<Record<string, string>> = {
  's3:ListBuckets': 's3:ListAllMyBuckets',
  's3:ListObjectsV2': 's3:ListBucket',
  's3:GetBucketEncryption': 's3:GetEncryptionConfiguration',
  's3:GetPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
}

/** The name by which IAM knows a call. */
export function permissionOf({ service, action }: Pick<RecordedCall, 'service' | 'action'>): string {
  return inIam[`${service}:${action}`] ?? `${service}:${action}`
}

export interface DeclaredCalls {
  see(call: RecordedCall): void
  /** What the bot has called without having said so. */
  undeclared(): readonly string[]
}

/** Watches what the bot calls; tests that look into the account with clients of their own are nobody's concern. */
export function declaredCalls(declared: readonly string[]): DeclaredCalls {
  const known = new Set(declared)
  const found = new Set<string>()
  return {
    see(call) {
      if (isOfTheBot(call) && !known.has(permissionOf(call))) found.add(permissionOf(call))
    },
    undeclared: () => [...found].sort(),
  }
}

/** By the name that its clients say. */
export function isOfTheBot({ agent }: Pick<RecordedCall, 'agent'>): boolean {
  return /(?:^| )ohmy(?: |$)/.test(agent)
}
