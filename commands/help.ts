import { word } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { helpReply } from '../src/dispatch/help.js'

export const help = command({
  name: 'help',
  summary: 'Show what you can do here, or how one verb is used',
  examples: ['help', 'help scale'],
  args: { verb: word({ placeholder: 'verb', summary: 'the verb to explain' }).optional() },
  access: 'anyone',
  run: ({ args, caller, guide, config }) => helpReply(args.verb, caller, guide, config),
})
