import type {
  AssumeRoleCommandInput,
  AssumeRoleCommandOutput,
  GetCallerIdentityCommandInput,
  GetCallerIdentityCommandOutput,
} from '@aws-sdk/client-sts'
import { AwsError } from '../errors.js'
import type { Handler } from '../handler.js'
import { accountId } from '../identity.js'

const getCallerIdentity: Handler<GetCallerIdentityCommandInput, GetCallerIdentityCommandOutput> = (
  _,
  call,
) => {
  const session = call.world.sessions.get(call.accessKeyId)
  return {
    UserId: session?.userId ?? 'AIDASANDBOXUSER000000',
    Account: accountId,
    Arn: session?.arn ?? `arn:aws:iam::${accountId}:user/sandbox`,
  }
}

const assumeRole: Handler<AssumeRoleCommandInput, AssumeRoleCommandOutput> = (input, call) => {
  const { world } = call
  const role = input.RoleArn ?? ''
  const seconds = input.DurationSeconds ?? 3600
  if (!world.roles.has(role)) {
    throw new AwsError(
      'AccessDenied',
      `User: arn:aws:iam::${accountId}:user/sandbox is not authorized to perform: sts:AssumeRole on resource: ${role}`,
      403,
    )
  }
  if (seconds < 900 || seconds > 43_200) {
    throw new AwsError('ValidationError', 'DurationSeconds must be between 900 and 43200')
  }
  if (!/^[\w+=,.@-]{2,64}$/.test(input.RoleSessionName ?? '')) {
    throw new AwsError('ValidationError', 'RoleSessionName must have 2 to 64 of the characters [\\w+=,.@-]')
  }
  const roleId = `AROA${world.ids.hex(17).toUpperCase()}`
  const accessKeyId = `ASIA${world.ids.hex(16).toUpperCase()}`
  const assumed = {
    AssumedRoleId: `${roleId}:${input.RoleSessionName}`,
    Arn: `arn:aws:sts::${accountId}:assumed-role/${role.slice(role.lastIndexOf('/') + 1)}/${input.RoleSessionName}`,
  }
  world.sessions.set(accessKeyId, { arn: assumed.Arn, userId: assumed.AssumedRoleId })
  return {
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: world.ids.hex(40),
      SessionToken: world.ids.hex(100),
      Expiration: new Date(world.time.now() + seconds * 1000),
    },
    AssumedRoleUser: assumed,
    PackedPolicySize: 0,
  }
}

export const stsHandlers = { GetCallerIdentity: getCallerIdentity, AssumeRole: assumeRole }
