import { AwsError } from '../aws/aws-error.js'
import { explainAwsError } from '../aws/explain.js'
import type { Missing } from '../core/status.js'

/** Lets parts of an answer fail without costing the rest. */
export interface PartialAnswer {
  /** The answer, or `undefined` and a note of what is missing and why. What is no AwsError is a defect and is thrown. */
  attempt<Answer>(what: string, ask: () => Promise<Answer>): Promise<Answer | undefined>
  note(what: string, why: string): void
  /** Each missing part once, in the order in which they were noticed. */
  missing(): readonly Missing[]
}

export function createPartialAnswer(): PartialAnswer {
  const missing = new Map<string, Missing>()
  function note(what: string, why: string): void {
    const key = `${what}\n${why}`
    if (!missing.has(key)) missing.set(key, { what, why })
  }
  return {
    note,
    async attempt(what, ask) {
      try {
        return await ask()
      } catch (error) {
        if (!(error instanceof AwsError)) throw error
        note(what, explainAwsError(error))
        return undefined
      }
    },
    missing: () => [...missing.values()],
  }
}
