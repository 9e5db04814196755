import { choosing, operationId } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { operationsToCancel } from './choices/operations.js'

/** Also behind the button of what has not ended. */
export const cancel = command({
  name: 'cancel',
  summary: 'Cancel an operation; what it has changed is taken back',
  topic: 'answer',
  examples: ['cancel op-7k2m9qa'],
  args: { operation: choosing(operationId(), { lookUp: operationsToCancel }) },
  access: 'viewer',
  run: ({ args, caller, operations }) => operations.cancel(args.operation, caller),
})
