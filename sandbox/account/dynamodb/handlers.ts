import type {
  DescribeTableCommandInput,
  DescribeTableCommandOutput,
  GetItemCommandInput,
  GetItemCommandOutput,
} from '@aws-sdk/client-dynamodb'
import { AwsError } from '../errors.js'
import type { CallContext, Handler } from '../handler.js'
import { accountId } from '../identity.js'
import type { LockTableRecord } from './model.js'

function tableOf(name: string | undefined, { world, region }: CallContext): LockTableRecord {
  const table = world.lockTables.get(name ?? '')
  if (table?.region === region) return table
  throw new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`)
}

const describeTable: Handler<DescribeTableCommandInput, DescribeTableCommandOutput> = (
  { TableName },
  call,
) => {
  const { name, region, key, status } = tableOf(TableName, call)
  return {
    Table: {
      TableName: name,
      TableArn: `arn:aws:dynamodb:${region}:${accountId}:table/${name}`,
      TableStatus: status,
      KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    },
  }
}

const getItem: Handler<GetItemCommandInput, GetItemCommandOutput> = ({ TableName, Key }, call) => {
  const table = tableOf(TableName, call)
  const id = Key?.[table.key]?.S
  if (id === undefined) {
    throw new AwsError('ValidationException', 'The provided key element does not match the schema')
  }
  const found = table.items.get(id)
  return found === undefined ? {} : { Item: { [table.key]: { S: id }, Info: { S: found } } }
}

export const dynamoDbHandlers = { DescribeTable: describeTable, GetItem: getItem }
