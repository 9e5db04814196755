import { setTimeout as sleep } from 'node:timers/promises'
import type { AwsFor } from '../aws/aws.js'
import { AwsError } from '../aws/aws-error.js'
import type { LogQueryAnswer } from '../aws/log-queries.js'
import type { Config } from '../config/config.js'
import type { Environment } from '../core/environment.js'
import type { RejectedFlows } from '../schedules/reports/sources.js'

/** Fields that CloudWatch finds by itself in VPC Flow Logs: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html */
const query = [
  'filter action = "REJECT"',
  'stats count(*) as rejected by dstPort',
  'sort rejected desc',
  'limit 1000',
].join('\n| ')
const portsShown = 3
/** ms a query may take, and how often it is looked at. */
const patience = 45_000
const lookEvery = 1_000

/**
 * What the network of an environment turned away, by port. Scans as much as a query may without asking, and says how much it would be where that is more.
 * @returns undefined where no flow logs are configured
 * @throws AwsError
 */
export async function readRejectedFlows(
  environment: Environment,
  {
    aws: awsFor,
    config,
    since: from,
    until,
  }: { readonly aws: AwsFor; readonly config: Config; readonly since: number; readonly until: number },
): Promise<RejectedFlows | undefined> {
  const { flowLogGroup } = environment
  if (flowLogGroup === undefined) return undefined
  const aws = awsFor(environment)
  const question = {
    ...{ key: 'bytes', namespace: 'AWS/Logs', metric: 'IncomingBytes', statistic: 'Sum', period: 3_600 },
    dimensions: { LogGroupName: flowLogGroup },
  }
  // Not known: then it is a little that came in, or nobody counts; the query says what it scanned.
  const history = await aws.metricHistory([question], { from, until }).catch((error: unknown) => {
    if (error instanceof AwsError && !error.passing) return undefined
    throw error
  })
  const bytes = (history?.points.get('bytes') ?? []).reduce((sum, { value }) => sum + value, 0)
  const gigabytes = bytes / 1e9
  if (gigabytes > config.logs.askBeforeScanningGigabytes)
    return { kind: 'too much', gigabytes: Math.round(gigabytes * 10) / 10 }
  const id = await aws.startLogQuery({ logGroups: [flowLogGroup], query, from, until })
  const answer = await answerTo(id, (one) => aws.logQueryAnswer(one))
  if (answer?.status === 'complete') return counted(answer)
  await aws.stopLogQuery(id)
  const says =
    answer === undefined ? 'the query took longer than it may' : `the query ended as ${answer.status}`
  return { kind: 'unread', says }
}

async function answerTo(
  id: string,
  look: (id: string) => Promise<LogQueryAnswer>,
): Promise<LogQueryAnswer | undefined> {
  const until = performance.now() + patience
  while (performance.now() < until) {
    const answer = await look(id)
    if (answer.status !== 'waiting' && answer.status !== 'running') return answer
    await sleep(lookEvery)
  }
  return undefined
}

function counted({ rows }: LogQueryAnswer): RejectedFlows {
  const found = rows.map((row) => {
    const valueOf = (name: string) => row.find(({ field }) => field === name)?.value ?? ''
    return { port: valueOf('dstPort'), count: Number(valueOf('rejected')) || 0 }
  })
  return {
    kind: 'counted',
    rejected: found.reduce((sum, { count }) => sum + count, 0),
    ports: found.filter(({ port }) => /^\d{1,5}$/.test(port)).slice(0, portsShown),
  }
}
