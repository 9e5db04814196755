import { choosing, operationId } from '../src/dispatch/arguments/index.js'
import { plan } from '../src/dispatch/arguments/plan.js'
import { command } from '../src/dispatch/command.js'
import { operationsToDecide } from './choices/operations.js'

/** Also behind the button of what waits for approval. Who may is looked up by the operation; where it is said does not matter. */
export const approve = command({
  name: 'approve',
  summary: 'Approve an operation of somebody else’s, as its plan is shown',
  topic: 'answer',
  examples: ['approve op-7k2m9qa --plan 3fa2c1b0c9d4'],
  args: { operation: choosing(operationId(), { lookUp: operationsToDecide, tells: ['plan'] }), plan: plan() },
  access: 'viewer',
  run: ({ args, caller, operations }) => operations.approve(args.operation, args.plan, caller),
})
