/** One call that the trail of the account recorded. */
export interface TrailRecord {
  readonly name: string
  /** `iam.amazonaws.com` */
  readonly source: string
  readonly at: number
  readonly region: string
  readonly user: string
  readonly identity: 'IAMUser' | 'Root' | 'AssumedRole'
  readonly isReadOnly?: boolean
  readonly address?: string
  readonly error?: string
  /** Of a login. */
  readonly mfa?: 'Yes' | 'No'
}

const hour = 3_600_000

/** What an ordinary week leaves behind: a login with a second factor, and what deploys. @param now ms since the epoch */
export function trailAtFirst(now: number, region: string): TrailRecord[] {
  return [
    {
      ...{ name: 'ConsoleLogin', source: 'signin.amazonaws.com', region: 'us-east-1', identity: 'IAMUser' },
      ...{ at: now - 30 * hour, user: 'rita', mfa: 'Yes', isReadOnly: false },
    },
    {
      ...{ name: 'UpdateService', source: 'ecs.amazonaws.com', region, identity: 'AssumedRole' },
      ...{ at: now - 20 * hour, user: 'ohmy', isReadOnly: false },
    },
  ]
}
