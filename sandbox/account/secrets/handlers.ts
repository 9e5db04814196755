import type { DescribeSecretCommandInput, DescribeSecretCommandOutput } from '@aws-sdk/client-secrets-manager'
import { AwsError } from '../errors.js'
import type { Handler } from '../handler.js'

/** By ARN, or by its name. Values there are none: nobody asks for them. */
const describeSecret: Handler<DescribeSecretCommandInput, DescribeSecretCommandOutput> = (
  { SecretId: id = '' },
  { world },
) => {
  const found = [...world.secrets.values()].find(({ arn, name }) => arn === id || name === id)
  if (found === undefined) {
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
  }
  const { arn, name, deletedAt } = found
  return { ARN: arn, Name: name, ...(deletedAt === undefined ? {} : { DeletedDate: new Date(deletedAt) }) }
}

export const secretHandlers = { DescribeSecret: describeSecret }
