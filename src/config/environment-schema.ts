import { z } from 'zod'
import { RawEnvironmentCosts } from './costs-schema.js'
import { RawPolicy } from './policy-schema.js'
import * as shapes from './shapes.js'
import { RawKeptByTerraform } from './terraform-schema.js'

export const RawEnvironment = z.strictObject({
  region: shapes.Region.describe('AWS region of the cluster: `ap-southeast-2`.'),
  cluster: shapes.ClusterName.describe(
    'Name (not ARN) of the ECS cluster. Two environments must not run the same services of one cluster: their locks and policies would not know of each other.',
  ),
  services: z
    .union([
      z.array(shapes.ServiceName).min(1).max(500),
      z.record(shapes.ServiceName, shapes.ServiceName.describe('What ECS calls the service.')),
    ])
    .optional()
    .describe(
      'A list of short names (`[backend, frontend]`; the ECS name is servicePrefix + short name), or a map from short name to ECS name. Short names are what people type; none may stand twice or be an environment’s name too. Left out: discovered in the cluster, with the prefix or without; write them where a cluster has both `prefix-api` and `api`. Where several environments share a cluster, only those that begin with its servicePrefix, by the longest that fits.',
    ),
  servicePrefix: shapes.ServicePrefix.optional().describe(
    'What the ECS names begin with: `ohmycoins-staging-`. Cut off to get the short names of discovered services. Left out: the cluster without `-cluster`, and a hyphen.',
  ),
  account: z
    .string()
    .regex(/^\d{12}$/, 'Allowed: the twelve digits of an AWS account, in quotes: `"123456789012"`.')
    .optional()
    .describe(
      'The twelve digits of the AWS account it lives in, in quotes. `preflight` then says when credentials are of another one. Left out: the account of `assumeRole`, if there is one.',
    ),
  assumeRole: z
    .strictObject({
      arn: shapes.RoleArn.describe('`arn:aws:iam::123456789012:role/ohmy`'),
      externalId: shapes.ExternalId.optional().describe(
        'External id that the role’s trust policy asks for, 2 to 1224 characters.',
      ),
    })
    .optional()
    .describe('The IAM role to assume when the environment lives in another account.'),
  logGroups: z
    .record(shapes.ServiceName, shapes.LogGroupName)
    .default({})
    .describe(
      'CloudWatch log group (name, not ARN) by the service’s short name. Where `services` is written, only for services that stand there.',
    ),
  flowLogGroup: shapes.LogGroupName.optional().describe(
    'CloudWatch log group of the VPC Flow Logs, for queries that read `flow-logs`.',
  ),
  bucketPrefix: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{2,62}$/, 'Allowed: the first letters of a bucket’s name: `ohmycoins-`.')
    .optional()
    .describe('How the names of the project’s buckets begin (`ohmycoins-`), for `review security`.'),
  database: shapes.DatabaseId.optional().describe('Identifier of the RDS instance (not its host name).'),
  cache: shapes.CacheId.optional().describe(
    'Id of the ElastiCache cluster or replication group (not its host name).',
  ),
  loadBalancer: shapes.LoadBalancerName.optional().describe(
    'Name of the Application Load Balancer (not its host name).',
  ),
  terraform: RawKeptByTerraform.optional().describe(
    'How Terraform keeps the services, so that ohmy can say [which change the next apply would take back](services.md#what-the-next-terraform-apply-would-take-back). Left out: it is asked once for each service.',
  ),
  alarmPrefix: shapes.AlarmPrefix.optional().describe(
    'CloudWatch alarms whose names begin so belong to the environment. Left out: the servicePrefix. Empty: all alarms of the account in the region.',
  ),
  aliases: z
    .array(shapes.Word)
    .max(50)
    .default([])
    .describe(
      'Other words people may type for the environment: `[prod]`. Each word means one environment only.',
    ),
  costs: RawEnvironmentCosts.prefault({}).describe('What is expected of the environment’s bill.'),
  policy: RawPolicy.prefault({}).describe('What may be done to the environment, and under which conditions.'),
})

export type RawEnvironment = z.infer<typeof RawEnvironment>
