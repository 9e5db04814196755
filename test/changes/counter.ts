import { z } from 'zod'
import { UserError } from '../../src/core/user-error.js'
import { type Finding, operation, step, wait } from '../../src/changes/definition.js'

/** The outside world of these tests: a number that takes a while to follow what was set. */
export interface Counter {
  wanted: number
  value: number
  /** Every effective change, in order. */
  readonly changes: number[]
  /** Thrown by the next changes. */
  readonly faults: Error[]
  /** Whether a fault strikes before the change or after it. */
  faultsAfter: boolean
  /** What each look at it says besides, or throws. */
  seen: () => Partial<Finding>
}

export function createCounter(): Counter {
  return { wanted: 1, value: 1, changes: [], faults: [], faultsAfter: false, seen: () => ({}) }
}

export class PassingError extends Error {
  readonly passing = true
}

function set(counter: Counter, value: number): void {
  const fault = counter.faults.shift()
  if (fault !== undefined && !counter.faultsAfter) throw fault
  if (counter.wanted !== value) counter.changes.push(value)
  counter.wanted = value
  if (fault !== undefined) throw fault
}

const input = z.object({ to: z.number(), confirmed: z.boolean().optional() })
type Input = z.infer<typeof input>

/** Sets the counter and waits until it has followed. */
export const setCounter = operation<Input, Counter>({
  name: 'set-counter',
  verb: 'set',
  input,
  access: 'operator',
  environment: () => 'staging',
  locks: () => ['counter'],
  async plan({ input, ports }) {
    if (input.to > 100) throw new UserError('too-much', 'The counter goes to 100.', 'Ask for less.')
    return {
      summary: `Set the counter to ${input.to}`,
      changes: [{ what: 'Counter', from: String(ports.wanted), to: String(input.to) }],
      warnings: [],
      basis: { from: ports.wanted },
      ...(input.to === 0 ? { confirmation: { word: 'counter', because: 'Zero is little.' } } : {}),
    }
  },
  steps: [
    step('Set it', async ({ ports, input, fence }) => {
      if (ports.wanted !== input.to) {
        await fence()
        set(ports, input.to)
      }
      return `set to ${input.to}`
    }),
    wait(
      'Wait for it',
      async ({ ports, input }) => ({
        done: ports.value === input.to,
        detail: `it is ${ports.value}`,
        ...ports.seen(),
      }),
      { every: '1s', timeout: '1m' },
    ),
  ],
  revert: [
    step('Put it back', async ({ ports, plan, fence }) => {
      await fence()
      set(ports, Number(plan.basis['from']))
      return undefined
    }),
  ],
  // Thirteen is unlucky: what fails on the way there is taken back.
  rollsBack: (plan) => plan.changes[0]?.to === '13',
  undo: (record) => ({ to: Number(record.plan.basis['from']) }),
  diagnose: async ({ ports }) => ({
    lines: [`the counter stands at ${ports.value}`],
    causes: ['application-exit'],
  }),
})
