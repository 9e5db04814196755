import type { Calls } from './call.js'
import type { Clients } from './clients.js'

/** An access key of a user. Its id is no secret, and names are untrusted. */
export interface AccessKey {
  readonly user: string
  readonly id: string
  /** ms since the epoch */
  readonly createdAt: number
  readonly isActive: boolean
}

export interface AccessKeysPort {
  /** Of the users of the account; `isCut`: of the first of them. @throws AwsError */
  accessKeys(): Promise<{ readonly keys: readonly AccessKey[]; readonly isCut: boolean }>
}

/** Each user takes a call: an account with more has a directory of its own. */
const mostUsers = 100

/** Long-lived keys of IAM's users; roles have none. */
export function accessKeysOf(clients: Clients, calls: Calls): AccessKeysPort {
  return {
    async accessKeys() {
      const iam = await clients.iam()
      const page = await calls.ask('iam:ListUsers', (options) =>
        iam.listUsers({ MaxItems: mostUsers }, options),
      )
      const names = (page.Users ?? []).flatMap(({ UserName }) => UserName ?? [])
      const found = await Promise.all(
        names.map(async (user) => {
          // Nobody has more than two.
          const { AccessKeyMetadata: keys = [] } = await calls.ask('iam:ListAccessKeys', (options) =>
            iam.listAccessKeys({ UserName: user }, options),
          )
          return keys.map(({ AccessKeyId: id = '', CreateDate, Status }) => ({
            user,
            id,
            createdAt: CreateDate?.getTime() ?? 0,
            isActive: Status === 'Active',
          }))
        }),
      )
      return { keys: found.flat(), isCut: page.IsTruncated === true }
    },
  }
}
