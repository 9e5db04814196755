/** A statement of an identity-based policy, as far as the account evaluates it. */
export interface Statement {
  readonly Effect: string
  readonly Action: string | readonly string[]
  readonly Resource: string | readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}

export type Decision = 'allowed' | 'implicitDeny' | 'explicitDeny'

export interface Wanted {
  readonly action: string
  readonly resource: string
  readonly context: Readonly<Record<string, readonly string[]>>
}

/** Whether a policy allows something: a Deny wins, and what nobody allowed is denied. */
export function decide(statements: readonly Statement[], wanted: Wanted): Decision {
  const about = statements.filter((statement) => isAbout(statement, wanted))
  if (about.some(({ Effect }) => Effect === 'Deny')) return 'explicitDeny'
  return about.length > 0 ? 'allowed' : 'implicitDeny'
}

function isAbout({ Action, Resource, Condition = {} }: Statement, wanted: Wanted): boolean {
  const { action, resource, context } = wanted
  return (
    [Action].flat().some((pattern) => matches(pattern, action)) &&
    [Resource].flat().some((pattern) => matches(pattern, resource)) &&
    Object.values(Condition).every((tests) =>
      Object.entries(tests).every(([key, allowed]) =>
        (context[key] ?? []).some((value) => [allowed].flat().some((pattern) => matches(pattern, value))),
      ),
    )
  )
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern
    .split('*')
    .map((part) => part.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('?', '.'))
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(text)
}
