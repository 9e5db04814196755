import { choosing, operationId } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { operationsToUndo } from './choices/operations.js'

/** Also behind the button of what can be taken back: that is an operation of its own, under the same rules. */
export const undo = command({
  name: 'undo',
  summary: 'Take back what an operation has changed',
  topic: 'answer',
  examples: ['undo op-7k2m9qa'],
  args: { operation: choosing(operationId(), { lookUp: operationsToUndo }) },
  access: 'viewer',
  run: ({ args, caller, operations }) => operations.undo(args.operation, caller),
})
