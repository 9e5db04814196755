import type {
  DescribeAlarmContributorsCommandInput,
  DescribeAlarmContributorsCommandOutput,
} from '@aws-sdk/client-cloudwatch'
import { AwsError } from '../errors.js'
import type { Handler } from '../handler.js'
import { page } from '../paging.js'

const describeAlarmContributors: Handler<
  DescribeAlarmContributorsCommandInput,
  DescribeAlarmContributorsCommandOutput
> = ({ AlarmName = '', NextToken }, { world }) => {
  const alarm = world.otherAlarms.get(AlarmName)
  if (alarm === undefined && !world.alarms.has(AlarmName))
    throw new AwsError('ResourceNotFoundException', `Unknown alarm: ${AlarmName}`, 404)
  if (alarm === undefined || alarm.looksAt.kind === 'composite')
    throw new AwsError('ValidationError', 'The alarm is not an alarm with contributors.')
  const badToken = new AwsError('InvalidNextToken', 'The next token specified is invalid.')
  const { items, nextToken } = page(alarm.contributors, { nextToken: NextToken, size: 100, badToken })
  return {
    AlarmContributors: items.map(({ attributes, reason, since }, index) => ({
      ContributorId: `c${index}`,
      ContributorAttributes: { ...attributes },
      StateReason: reason,
      StateTransitionedTimestamp: new Date(since),
    })),
    NextToken: nextToken,
  }
}

export const contributorHandlers = { DescribeAlarmContributors: describeAlarmContributors }
