import { operationId } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'

/** Also behind the button of what can be taken back: that is an operation of its own, under the same rules. */
export const undo = command({
  name: 'undo',
  summary: 'Take back what an operation has changed',
  examples: ['undo op-7k2m9qa'],
  args: { operation: operationId() },
  access: 'viewer',
  run: ({ args, caller, operations }) => operations.undo(args.operation, caller),
})
