import type {
  DescribeRulesCommandInput,
  DescribeRulesCommandOutput,
  Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { AwsError } from '../errors.js'
import type { Handler } from '../handler.js'
import type { ListenerRuleRecord } from './model.js'

export const describeRules: Handler<DescribeRulesCommandInput, DescribeRulesCommandOutput> = (
  input,
  { world },
) => {
  const rules = [...world.listenerRules.values()]
  const found = rules.filter(
    ({ arn, listenerArn }) =>
      input.RuleArns?.includes(arn) === true ||
      (input.RuleArns === undefined && listenerArn === input.ListenerArn),
  )
  if (found.length === 0) throw new AwsError('RuleNotFound', 'One or more rules not found')
  return { Rules: found.map(describeRule) }
}

function describeRule({ arn, priority, forwards }: ListenerRuleRecord): Rule {
  const groups = forwards.map(({ targetGroupArn, weight }) => ({
    TargetGroupArn: targetGroupArn,
    Weight: weight,
  }))
  return {
    RuleArn: arn,
    Priority: String(priority),
    Conditions: [{ Field: 'path-pattern', Values: ['/*'] }],
    Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups: groups } }],
    IsDefault: false,
  }
}
