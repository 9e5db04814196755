import type {
  SimulatePrincipalPolicyCommandInput,
  SimulatePrincipalPolicyCommandOutput,
} from '@aws-sdk/client-iam'
import { AwsError } from '../errors.js'
import type { Handler } from '../handler.js'
import { decide } from './policy.js'
import { listAccessKeys, listUsers } from './users.js'

/** Everything is allowed unless the account was given a policy. */
const simulate: Handler<SimulatePrincipalPolicyCommandInput, SimulatePrincipalPolicyCommandOutput> = (
  { PolicySourceArn: principal = '', ActionNames = [], ResourceArns = ['*'], ContextEntries = [] },
  { world },
) => {
  if (!/^arn:aws:iam::\d{12}:(user|role|group)\//.test(principal)) {
    throw new AwsError(
      'InvalidInput',
      `Invalid Entity Arn: ${principal} does not clearly define entity type and name.`,
    )
  }
  const context = Object.fromEntries(
    ContextEntries.map(({ ContextKeyName = '', ContextKeyValues = [] }) => [
      ContextKeyName,
      ContextKeyValues,
    ]),
  )
  return {
    IsTruncated: false,
    EvaluationResults: ActionNames.flatMap((action) =>
      ResourceArns.map((resource) => ({
        EvalActionName: action,
        EvalResourceName: resource,
        EvalDecision:
          world.policy === undefined
            ? ('allowed' as const)
            : decide(world.policy, { action, resource, context }),
      })),
    ),
  }
}

export const iamHandlers = {
  SimulatePrincipalPolicy: simulate,
  ListUsers: listUsers,
  ListAccessKeys: listAccessKeys,
}
