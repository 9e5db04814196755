import type { Calls } from './call.js'
import { AwsError } from './aws-error.js'
import type { Clients } from './clients.js'

export interface SecretsPort {
  /** Whether a secret is there: `deleted` is one that only waits for its end and can be restored. Its value is never asked for. @throws AwsError */
  secretState(arn: string): Promise<'there' | 'deleted' | 'missing'>
}

/** Secrets Manager, as far as whether a secret is there. */
export function secretsOf(clients: Clients, calls: Calls): SecretsPort {
  return {
    async secretState(arn) {
      const client = await clients.secrets()
      try {
        const { DeletedDate } = await calls.ask('secretsmanager:DescribeSecret', (options) =>
          client.describeSecret({ SecretId: arn }, options),
        )
        return DeletedDate === undefined ? 'there' : 'deleted'
      } catch (error) {
        if (error instanceof AwsError && error.code === 'ResourceNotFoundException') return 'missing'
        throw error
      }
    },
  }
}
