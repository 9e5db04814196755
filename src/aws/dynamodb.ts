import type { Calls } from './call.js'
import { AwsError } from './aws-error.js'
import type { Clients } from './clients.js'

/** A table that Terraform takes locks in. */
export interface LockTable {
  /** `ACTIVE`, `CREATING`, `DELETING`, … */
  readonly status: string
  /** Its key is the text `LockID`, which Terraform asks for. */
  readonly isForLocks: boolean
}

export interface DynamoDbPort {
  /** Undefined: there is none of that name in the region. @throws AwsError */
  lockTable(table: string, region: string): Promise<LockTable | undefined>
  /** What stands in the lock's item, as it is: untrusted. Undefined: nobody holds it. @throws AwsError */
  lockItem(table: string, lockId: string, region: string): Promise<{ readonly text?: string } | undefined>
}

/** DynamoDB, as far as Terraform takes locks in it. */
export function dynamoDbOf(clients: Clients, calls: Calls): DynamoDbPort {
  return {
    async lockTable(table, region) {
      const dynamo = await clients.dynamoDb(region)
      try {
        const { Table: found } = await calls.ask('dynamodb:DescribeTable', (options) =>
          dynamo.describeTable({ TableName: table }, options),
        )
        if (found === undefined) return undefined
        const hash = found.KeySchema?.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName
        const type = found.AttributeDefinitions?.find(({ AttributeName }) => AttributeName === hash)
        return {
          status: found.TableStatus ?? 'unknown',
          isForLocks: hash === 'LockID' && type?.AttributeType === 'S' && found.KeySchema?.length === 1,
        }
      } catch (error) {
        if (error instanceof AwsError && error.code === 'ResourceNotFoundException') return undefined
        throw error
      }
    },

    async lockItem(table, lockId, region) {
      const dynamo = await clients.dynamoDb(region)
      const { Item: item } = await calls.ask('dynamodb:GetItem', (options) =>
        dynamo.getItem({ TableName: table, Key: { LockID: { S: lockId } }, ConsistentRead: true }, options),
      )
      if (item === undefined) return undefined
      const text = item['Info']?.S
      return text === undefined ? {} : { text }
    },
  }
}
