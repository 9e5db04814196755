import type { Calls } from './call.js'
import type { Clients } from './clients.js'

/** What is asked of the policy simulator together: it answers for each action on each resource. */
export interface PermissionQuestion {
  readonly principal: string
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  /** What conditions of the policies look at. */
  readonly context?: Readonly<Record<string, readonly string[]>>
}

/** One action that would not be allowed. */
export interface Refused {
  readonly action: string
  readonly resource: string
  /** Somebody wrote a Deny, as opposed to that nobody allowed it. */
  readonly isExplicit: boolean
}

export interface IamPort {
  /**
   * What the policies of a user or role would not allow. The simulator knows its own policies, boundaries and SCPs, not those of resources.
   * @throws AwsError; code `NoSuchEntity` where there is no such principal under that ARN
   */
  refusedPermissions(question: PermissionQuestion): Promise<readonly Refused[]>
}

/** Answers a call has room for (MaxItems). */
const mostItems = 1_000

/** IAM, as far as its policy simulator tells what would be allowed. */
export function iamOf(clients: Clients, calls: Calls): IamPort {
  return {
    async refusedPermissions({ principal, actions, resources, context = {} }) {
      const iam = await clients.iam()
      const refused: Refused[] = []
      let marker: string | undefined
      do {
        const page = await calls.ask('iam:SimulatePrincipalPolicy', (options) =>
          iam.simulatePrincipalPolicy(
            {
              PolicySourceArn: principal,
              ActionNames: [...actions],
              ResourceArns: [...resources],
              ContextEntries: Object.entries(context).map(([name, values]) => ({
                ContextKeyName: name,
                ContextKeyValues: [...values],
                ContextKeyType: values.length > 1 ? 'stringList' : 'string',
              })),
              MaxItems: mostItems,
              ...(marker === undefined ? {} : { Marker: marker }),
            },
            options,
          ),
        )
        for (const { EvalActionName, EvalDecision, EvalResourceName } of page.EvaluationResults ?? []) {
          if (EvalDecision === 'allowed') continue
          refused.push({
            action: EvalActionName ?? '',
            resource: EvalResourceName ?? '',
            isExplicit: EvalDecision === 'explicitDeny',
          })
        }
        marker = page.IsTruncated === true ? page.Marker : undefined
      } while (marker !== undefined)
      return refused
    },
  }
}
