import { z } from 'zod'
import type { Aws } from '../aws/aws.js'
import { AwsError } from '../aws/aws-error.js'
import { explainAwsError } from '../aws/explain.js'
import type { CheckResult } from '../core/check.js'
import { locksOf } from '../terraform/backend.js'
import { findTools, terraformAmong } from '../terraform/tools.js'
import { check } from './check.js'
import { readStateLocks } from './read-state-locks.js'
import { awsOf } from './subject.js'
import { type AskableBackend, s3BackendOf } from './terraform-backend.js'

/** The worst counts; what nobody could look at weighs more than a warning. */
const gravest: readonly CheckResult[] = ['fail', 'unknown', 'warn', 'pass']

export const stateLock = check({
  name: 'state-lock',
  summary:
    'Whether the lock of Terraform’s state is free: in DynamoDB, beside the state (`.tflock`), or in both, as the backend block has it',
  results: {
    pass: 'each place that is configured is there and free',
    warn: 'none is configured, it is one that Terraform will give up, or the backend’s role may not free it',
    fail: 'somebody holds it, it holds what nobody can read, or the table is not there',
  },
  reads: [
    'dynamodb:DescribeTable',
    'dynamodb:GetItem',
    's3:ListBucket',
    's3:GetObject',
    'iam:SimulatePrincipalPolicy',
  ],
  needsService: false,
  arguments: z.strictObject({}),
  async ask(subject, _args, ports) {
    const { workspace = 'default' } = subject.environment.terraform ?? {}
    const backend = await s3BackendOf(subject.environment)
    const aws = awsOf(subject, ports)
    const [places, tools, freeing] = await Promise.all([
      readStateLocks(aws, backend, workspace, ports.clock.now()),
      findTools(),
      mayFree(aws, backend, workspace),
    ])
    if (places.length === 0) {
      return { result: 'warn', figure: 'no lock is configured: two applies at a time break the state' }
    }
    const tool = terraformAmong(tools)
    const isOld =
      backend.dynamodbTable !== undefined && tool?.name === 'terraform' && isFrom(tool.version, 1, 11)
    const notes: readonly Note[] = [
      ...(isOld
        ? [
            {
              result: 'warn' as const,
              words: `locks in DynamoDB are deprecated since Terraform 1.11 (here ${tool.version}): set use_lockfile`,
            },
          ]
        : []),
      ...(freeing === undefined ? [] : [freeing]),
    ]
    const results: readonly CheckResult[] = [...places, ...notes].map(({ result }) => result)
    const result = gravest.find((one) => results.includes(one)) ?? 'unknown'
    const lines = [
      ...places.map(({ where, words }) => `${where} ${words}`),
      ...notes.map(({ words }) => words),
    ]
    return { result, figure: lines.join('; '), lines }
  },
})

/** What is to be said besides the places themselves. */
interface Note {
  readonly result: CheckResult
  readonly words: string
}

/** Of the role that the backend names: whoever applies with it must take the lock away again. Undefined: it may. */
async function mayFree(aws: Aws, backend: AskableBackend, workspace: string): Promise<Note | undefined> {
  const { object } = locksOf(backend, workspace)
  if (object === undefined || backend.roleArn === undefined) return undefined
  try {
    const refused = await aws.refusedPermissions({
      principal: backend.roleArn,
      actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      resources: [`arn:aws:s3:::${object.bucket}/${object.key}`],
    })
    if (refused.length === 0) return undefined
    const words = `the backend’s role may not ${refused.map(({ action }) => action).join(', ')} there`
    return { result: 'warn', words }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return {
      result: 'unknown',
      words: `whether the backend’s role may free it is not known: ${explainAwsError(error)}`,
    }
  }
}

function isFrom(version: string, major: number, minor: number): boolean {
  const [, first = '0', second = '0'] = /^(\d+)\.(\d+)/.exec(version) ?? []
  return Number(first) > major || (Number(first) === major && Number(second) >= minor)
}
