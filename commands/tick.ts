import { flag, preflightId, words } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'

/** Also behind the buttons of a preflight. It names no environment: whose it is, and who may, is looked up by the id. */
export const tick = command({
  name: 'tick',
  summary: 'Say that something of a preflight’s checklist is done; kept with your name',
  topic: 'answer',
  examples: ['tick look-7k2m9qa "review done"', 'tick look-7k2m9qa "review done" --undo'],
  args: {
    id: preflightId(),
    item: words({ placeholder: 'item', summary: 'as it stands in the checklist', maximum: 60 }),
    undo: flag({ summary: 'it is not done after all' }),
  },
  access: 'viewer',
  run: ({ args, caller, preflights }) => preflights.tick(args.id, args.item, !args.undo, caller),
})
