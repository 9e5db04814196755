import type {
  ListAccessKeysCommandInput,
  ListAccessKeysCommandOutput,
  ListUsersCommandInput,
  ListUsersCommandOutput,
} from '@aws-sdk/client-iam'
import { AwsError } from '../errors.js'
import type { Handler } from '../handler.js'
import { accountId } from '../identity.js'

export const listUsers: Handler<ListUsersCommandInput, ListUsersCommandOutput> = (_, { world }) => ({
  IsTruncated: false,
  Users: world.users.map(({ name }) => ({
    Path: '/',
    UserName: name,
    UserId: `AIDA${name.toUpperCase()}`,
    Arn: `arn:aws:iam::${accountId}:user/${name}`,
    CreateDate: new Date(0),
  })),
})

export const listAccessKeys: Handler<ListAccessKeysCommandInput, ListAccessKeysCommandOutput> = (
  { UserName = '' },
  { world },
) => {
  const user = world.users.find(({ name }) => name === UserName)
  if (user === undefined || user.isGone === true) {
    throw new AwsError('NoSuchEntity', `The user with name ${UserName} cannot be found.`, 404)
  }
  return {
    IsTruncated: false,
    AccessKeyMetadata: user.keys.map(({ id, createdAt, isActive }) => ({
      UserName,
      AccessKeyId: id,
      CreateDate: new Date(createdAt),
      Status: isActive ? ('Active' as const) : ('Inactive' as const),
    })),
  }
}
