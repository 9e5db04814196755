import { choosing, operationId, text } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { operationsToConfirm } from './choices/operations.js'

/** Also behind the button of what asks for a word first; the word is asked for in a form. */
export const confirm = command({
  name: 'confirm',
  summary: 'Confirm what you asked for, where it takes a typed word',
  topic: 'answer',
  examples: ['confirm op-7k2m9qa --word backend'],
  args: {
    operation: choosing(operationId(), { lookUp: operationsToConfirm }),
    word: text({ summary: 'the word that its message asks for', maximum: 300 }).optional(),
  },
  access: 'viewer',
  run: ({ args, caller, operations }) => operations.confirm(args.operation, args.word, caller),
})
