import type { PermissionQuestion } from '../aws/iam.js'
import type { Needed } from './permissions-needed.js'

/** What the simulator is asked in one call. It answers for each action on each resource, also for those that nobody needs there. */
export interface AskedTogether extends Omit<PermissionQuestion, 'principal'> {
  /** Whether that action is needed on that resource. */
  needs(action: string, resource: string): boolean
}

/** Answers of one call: each is some hundred bytes of XML, so a call for all would take longer than several at once. */
const mostAnswers = 200

/**
 * Puts what is needed into as few calls as come back quickly. What conditions look at is never told of an action that does not have it: only what is needed in the
 * same circumstances shares a call. Pure.
 */
export function askedTogether(needed: readonly Needed[]): readonly AskedTogether[] {
  const calls: { circumstances: string; of: Needed[] }[] = []
  // The large ones first: what is small fits in beside them.
  for (const one of needed.toSorted((a, b) => answersOf([b]) - answersOf([a]))) {
    const circumstances = JSON.stringify(one.context ?? {})
    const open = calls
      .filter((call) => call.circumstances === circumstances && answersOf([...call.of, one]) <= mostAnswers)
      .toSorted(
        (a, b) => answersOf([...a.of, one]) - answersOf(a.of) - (answersOf([...b.of, one]) - answersOf(b.of)),
      )
    if (open[0] === undefined) calls.push({ circumstances, of: [one] })
    else open[0].of.push(one)
  }
  return calls.map(({ of }) => {
    const pairs = new Set(
      of.flatMap(({ actions, resources }) =>
        actions.flatMap((action) => resources.map((resource) => `${action} ${resource}`)),
      ),
    )
    const context = of[0]?.context
    return {
      ...unionOf(of),
      ...(context === undefined ? {} : { context }),
      needs: (action, resource) => pairs.has(`${action} ${resource}`),
    }
  })
}

function unionOf(needed: readonly Needed[]) {
  return {
    actions: [...new Set(needed.flatMap(({ actions }) => actions))],
    resources: [...new Set(needed.flatMap(({ resources }) => resources))],
  }
}

function answersOf(needed: readonly Needed[]): number {
  const { actions, resources } = unionOf(needed)
  return actions.length * resources.length
}
