import type { AwsCredentialIdentity } from '@aws-sdk/types'
import { classify } from './classify.js'
import type { boundedRequestHandler } from './request-handler.js'

export interface AssumeRole {
  readonly arn: string
  readonly externalId?: string
}

/** Five minutes: enough for a call that was signed just before the end. */
const margin = 5 * 60_000

/**
 * Credentials of the role, taken on with the SDK's own chain and shared by all clients: one sts:AssumeRole an hour instead of one a client.
 * The session is named `ohmy`, which is what CloudTrail shows.
 */
export async function assumedCredentials(
  role: AssumeRole,
  client: {
    readonly region: string
    readonly maxAttempts: number
    readonly customUserAgent: string
    readonly requestHandler: ReturnType<typeof boundedRequestHandler>
  },
): Promise<() => Promise<AwsCredentialIdentity>> {
  const { fromTemporaryCredentials } = await import('@aws-sdk/credential-providers')
  const take = fromTemporaryCredentials({
    params: {
      RoleArn: role.arn,
      RoleSessionName: 'ohmy',
      ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
    },
    clientConfig: client,
  })
  let current: Promise<AwsCredentialIdentity> | undefined
  let expires = Number.POSITIVE_INFINITY

  return () => {
    // AWS decides by its own wall clock when credentials end, so simulated time has no say here.
    if (current && Date.now() < expires - margin) return current
    const asked = take().then(
      (credentials) => {
        expires = credentials.expiration?.getTime() ?? Number.POSITIVE_INFINITY
        return credentials
      },
      // Otherwise it would be taken for what AWS says of the call that needed them.
      (error: unknown) => Promise.reject(classify(error, 'sts:AssumeRole', { as: 'question' })),
    )
    expires = Number.POSITIVE_INFINITY
    current = asked
    asked.catch(() => {
      if (current === asked) current = undefined
    })
    return asked
  }
}
