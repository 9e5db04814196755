import type { Calls } from './call.js'
import type { Clients } from './clients.js'
import { eachOf, type Unread } from './each-of.js'

/** An access key of a user. Its id is no secret, and names are untrusted. */
export interface AccessKey {
  readonly user: string
  readonly id: string
  /** ms since the epoch */
  readonly createdAt: number
  readonly isActive: boolean
}

export interface AccessKeysPort {
  /**
   * Of the users of the account; `isCut`: of the first of them, `unread`: users whose keys may not be listed, where others' may.
   * @throws AwsError where nobody's may
   */
  accessKeys(): Promise<{
    readonly keys: readonly AccessKey[]
    readonly unread: readonly Unread[]
    readonly isCut: boolean
  }>
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
      const users = (page.Users ?? []).flatMap(({ UserName }) =>
        UserName === undefined ? [] : { name: UserName },
      )
      const { found, unread } = await eachOf(users, ({ name }) => keysOf(iam, name), [
        // The API's name, and the SDK's.
        'NoSuchEntity',
        'NoSuchEntityException',
      ])
      return { keys: found.flat(), unread, isCut: page.IsTruncated === true }
    },
  }

  async function keysOf(
    iam: Awaited<ReturnType<Clients['iam']>>,
    user: string,
  ): Promise<readonly AccessKey[]> {
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
  }
}
