import { choosing, operationId, text } from '../src/dispatch/arguments/index.js'
import { plan } from '../src/dispatch/arguments/plan.js'
import { command } from '../src/dispatch/command.js'
import { operationsToDecide } from './choices/operations.js'

/** Also behind the button of what waits for approval; why is asked for in a form. */
export const reject = command({
  name: 'reject',
  summary: 'Reject an operation that waits for approval, with the reason',
  topic: 'answer',
  examples: ['reject op-7k2m9qa --plan 3fa2c1b0c9d4 --reason "not on a Friday"'],
  args: {
    operation: choosing(operationId(), { lookUp: operationsToDecide, tells: ['plan'] }),
    plan: plan(),
    reason: text({ summary: 'why not; everybody who sees the message reads it', maximum: 500 }).optional(),
  },
  access: 'viewer',
  run: ({ args, caller, operations }) => operations.reject(args.operation, args.plan, args.reason, caller),
})
