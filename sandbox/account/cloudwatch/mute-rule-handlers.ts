import type {
  AlarmMuteRuleStatus,
  GetAlarmMuteRuleCommandInput,
  GetAlarmMuteRuleCommandOutput,
  ListAlarmMuteRulesCommandInput,
  ListAlarmMuteRulesCommandOutput,
} from '@aws-sdk/client-cloudwatch'
import { AwsError } from '../errors.js'
import type { Handler } from '../handler.js'
import { arn } from '../identity.js'
import { page } from '../paging.js'
import type { MuteRuleRecord } from './model.js'

const listAlarmMuteRules: Handler<ListAlarmMuteRulesCommandInput, ListAlarmMuteRulesCommandOutput> = (
  input,
  { world },
) => {
  const rules = world.muteRules.filter(
    ({ alarms, status }) =>
      (input.AlarmName === undefined || alarms.includes(input.AlarmName)) &&
      (input.Statuses === undefined || input.Statuses.includes(status)),
  )
  const badToken = new AwsError('InvalidNextToken', 'The next token specified is invalid.')
  const { items, nextToken } = page(rules, {
    ...{ nextToken: input.NextToken, size: input.MaxRecords ?? 50, badToken },
  })
  return { AlarmMuteRuleSummaries: items.map(summaryOf), NextToken: nextToken }
}

const getAlarmMuteRule: Handler<GetAlarmMuteRuleCommandInput, GetAlarmMuteRuleCommandOutput> = (
  input,
  { world },
) => {
  const rule = world.muteRules.find(({ name }) => name === input.AlarmMuteRuleName)
  if (rule === undefined)
    throw new AwsError('ResourceNotFoundException', `Mute rule ${input.AlarmMuteRuleName} not found`, 404)
  const { expression: Expression, duration: Duration, zone: Timezone, alarms } = rule
  return {
    Name: rule.name,
    ...summaryOf(rule),
    Rule: { Schedule: { Expression, Duration, ...(Timezone === undefined ? {} : { Timezone }) } },
    MuteTargets: { AlarmNames: [...alarms] },
  }
}

function summaryOf({ name, status, expression, expires }: MuteRuleRecord) {
  return {
    AlarmMuteRuleArn: arn('cloudwatch', `alarm-mute-rule:${name}`),
    Status: status as AlarmMuteRuleStatus,
    MuteType: expression.startsWith('at(') ? 'ONE_TIME' : 'RECURRING',
    ...(expires === undefined ? {} : { ExpireDate: new Date(expires) }),
  }
}

export const muteRuleHandlers = {
  ListAlarmMuteRules: listAlarmMuteRules,
  GetAlarmMuteRule: getAlarmMuteRule,
}
