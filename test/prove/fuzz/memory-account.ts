import type { Aws } from '../../../src/aws/aws.js'
import type { AwsRoom } from '../../../src/aws/create-aws.js'
import type { Environment } from '../../../src/core/environment.js'

/**
 * The simulated account's answers, from memory: each question goes through the SDK to the account once, and whoever asks the same again gets the same
 * answer. Nobody could ask a million times at the rates that AWS allows. When something was asked makes no difference: nothing happens in the account meanwhile.
 */
export function answeredFromMemory(room: AwsRoom): AwsRoom {
  const made = new Map<string, Aws>()
  function of(environment: Environment): Aws {
    const known = made.get(environment.name)
    if (known !== undefined) return known
    const aws = remembering(room(environment))
    made.set(environment.name, aws)
    return aws
  }
  return Object.assign(of, { warm: room.warm, close: room.close })
}

function remembering(aws: Aws): Aws {
  const answers = new Map<string, unknown>()
  return new Proxy(aws, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name)
      if (typeof method !== 'function') return method
      return (...asked: readonly unknown[]) => {
        if (asked.some((one) => typeof one === 'function')) return Reflect.apply(method, target, asked)
        const key = `${String(name)} ${JSON.stringify(asked, withoutTime)}`
        const known = answers.get(key)
        if (known !== undefined) return known
        const answer: unknown = Reflect.apply(method, target, asked)
        answers.set(key, answer)
        if (name === 'logQueryAnswer') void forgetUnlessComplete(answer, () => answers.delete(key))
        return answer
      }
    },
  })
}

/** Moments are all the same. */
function withoutTime(_: string, value: unknown): unknown {
  if (typeof value === 'number' && value > 1e11) return 'a moment'
  return typeof value === 'string' ? value.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'a moment') : value
}

/** A query that still runs has another answer a moment later. */
async function forgetUnlessComplete(answer: unknown, forget: () => void): Promise<void> {
  const { status } = (await Promise.resolve(answer).catch(() => ({}))) as { readonly status?: string }
  if (status !== 'complete') forget()
}
