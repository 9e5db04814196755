import { cloudTrailHandlers } from './cloudtrail/handlers.js'
import { acmHandlers } from './acm/handlers.js'
import { autoscalingHandlers } from './autoscaling/handlers.js'
import { cloudwatchHandlers } from './cloudwatch/handlers.js'
import { logsHandlers } from './cloudwatch-logs/handlers.js'
import { costExplorerHandlers } from './cost-explorer/handlers.js'
import { ecrHandlers } from './ecr/handlers.js'
import { ecsHandlers } from './ecs/handlers.js'
import { dynamoDbHandlers } from './dynamodb/handlers.js'
import { ec2Handlers } from './ec2/handlers.js'
import { iamHandlers } from './iam/handlers.js'
import { s3Handlers } from './s3/handlers.js'
import { secretHandlers } from './secrets/handlers.js'
import { serviceQuotasHandlers } from './service-quotas/handlers.js'
import { elbHandlers } from './elb/handlers.js'
import type { Handlers } from './handler.js'
import { sqsHandlers } from './sqs/handlers.js'
import { snsHandlers } from './sns/handlers.js'
import { pricingHandlers } from './pricing/handlers.js'
import { rdsHandlers } from './rds/handlers.js'
import { stsHandlers } from './sts/handlers.js'

/** A service of the account, and how requests for it are recognised and answered. */
export interface SimulatedService {
  /** The prefix its IAM actions have. */
  readonly name: string
  readonly handlers: Handlers
  readonly protocol:
    | {
        kind: 'json'
        target: string
        contentType: string
        isQueryCompatible: boolean
        withoutBody?: readonly string[]
      }
    | {
        kind: 'query'
        version: string
        xmlNamespace: string
        /** What the items of a list are called in XML, by the list; `member` where nothing is said. */
        itemsOf?: Readonly<Record<string, string>>
        /** It has a dialect of its own; `itemsOf` says what its lists are called in XML then. */
        isEc2?: true
      }
    /** S3's: the method and the address say what is asked. */
    | { kind: 'rest' }
}

export const services: readonly SimulatedService[] = [
  {
    name: 'ecs',
    handlers: ecsHandlers,
    protocol: {
      kind: 'json',
      target: 'AmazonEC2ContainerServiceV20141113',
      contentType: 'application/x-amz-json-1.1',
      isQueryCompatible: false,
    },
  },
  {
    name: 'ecr',
    handlers: ecrHandlers,
    protocol: {
      kind: 'json',
      target: 'AmazonEC2ContainerRegistry_V20150921',
      contentType: 'application/x-amz-json-1.1',
      isQueryCompatible: false,
    },
  },
  {
    name: 'application-autoscaling',
    handlers: autoscalingHandlers,
    protocol: {
      kind: 'json',
      target: 'AnyScaleFrontendService',
      contentType: 'application/x-amz-json-1.1',
      isQueryCompatible: false,
    },
  },
  {
    name: 'cloudwatch',
    handlers: cloudwatchHandlers,
    protocol: {
      kind: 'json',
      target: 'GraniteServiceVersion20100801',
      contentType: 'application/x-amz-json-1.0',
      // CloudWatch spoke Query before: its errors carry the old codes in a header.
      isQueryCompatible: true,
    },
  },
  {
    name: 'logs',
    handlers: logsHandlers,
    protocol: {
      kind: 'json',
      target: 'Logs_20140328',
      contentType: 'application/x-amz-json-1.1',
      isQueryCompatible: false,
    },
  },
  {
    name: 'elasticloadbalancing',
    handlers: elbHandlers,
    protocol: {
      kind: 'query',
      version: '2015-12-01',
      xmlNamespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
    },
  },
  {
    name: 'rds',
    handlers: rdsHandlers,
    protocol: {
      kind: 'query',
      version: '2014-10-31',
      xmlNamespace: 'http://rds.amazonaws.com/doc/2014-10-31/',
      itemsOf: { DBInstances: 'DBInstance', DBSnapshots: 'DBSnapshot' },
    },
  },
  {
    name: 'sns',
    handlers: snsHandlers,
    protocol: {
      kind: 'query',
      version: '2010-03-31',
      xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
    },
  },
  {
    name: 'sqs',
    handlers: sqsHandlers,
    protocol: {
      kind: 'json',
      target: 'AmazonSQS',
      contentType: 'application/x-amz-json-1.0',
      isQueryCompatible: true,
      // Documented with Content-Length: 0.
      withoutBody: ['DeleteMessage'],
    },
  },
  {
    name: 'acm',
    handlers: acmHandlers,
    protocol: {
      kind: 'json',
      target: 'CertificateManager',
      contentType: 'application/x-amz-json-1.1',
      isQueryCompatible: false,
    },
  },
  {
    name: 'ce',
    handlers: costExplorerHandlers,
    protocol: {
      kind: 'json',
      target: 'AWSInsightsIndexService',
      contentType: 'application/x-amz-json-1.1',
      isQueryCompatible: false,
    },
  },
  {
    name: 'cloudtrail',
    handlers: cloudTrailHandlers,
    protocol: {
      kind: 'json',
      target: 'CloudTrail_20131101',
      contentType: 'application/x-amz-json-1.1',
      isQueryCompatible: false,
    },
  },
  {
    name: 'pricing',
    handlers: pricingHandlers,
    protocol: {
      kind: 'json',
      target: 'AWSPriceListService',
      contentType: 'application/x-amz-json-1.1',
      isQueryCompatible: false,
    },
  },
  { name: 's3', handlers: s3Handlers, protocol: { kind: 'rest' } },
  {
    name: 'dynamodb',
    handlers: dynamoDbHandlers,
    protocol: {
      kind: 'json',
      target: 'DynamoDB_20120810',
      contentType: 'application/x-amz-json-1.0',
      isQueryCompatible: false,
    },
  },
  {
    name: 'servicequotas',
    handlers: serviceQuotasHandlers,
    protocol: {
      kind: 'json',
      target: 'ServiceQuotasV20190624',
      contentType: 'application/x-amz-json-1.1',
      isQueryCompatible: false,
    },
  },
  {
    name: 'secretsmanager',
    handlers: secretHandlers,
    protocol: {
      kind: 'json',
      target: 'secretsmanager',
      contentType: 'application/x-amz-json-1.1',
      isQueryCompatible: false,
    },
  },
  {
    name: 'iam',
    handlers: iamHandlers,
    protocol: {
      kind: 'query',
      version: '2010-05-08',
      xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    },
  },
  {
    name: 'ec2',
    handlers: ec2Handlers,
    protocol: {
      kind: 'query',
      version: '2016-11-15',
      xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
      itemsOf: {
        ...{ Vpcs: 'vpcSet', Addresses: 'addressesSet', SecurityGroups: 'securityGroupInfo' },
        ...{ IpPermissions: 'ipPermissions', IpRanges: 'ipRanges', Ipv6Ranges: 'ipv6Ranges' },
        PrefixListIds: 'prefixListIds',
      },
      isEc2: true,
    },
  },
  {
    name: 'sts',
    handlers: stsHandlers,
    protocol: {
      kind: 'query',
      version: '2011-06-15',
      xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    },
  },
]
