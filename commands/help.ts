import { choosing, word } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { type BesideVerbs, helpReply } from '../src/dispatch/help.js'
import { ownWords, ownWordsFor } from '../src/terminal/own-words.js'
import { verbsThere } from './choices/lists.js'

const inTerminal: BesideVerbs = { all: ownWords, of: ownWordsFor }

export const help = command({
  name: 'help',
  summary: 'Show what you can do here, or how one verb is used',
  examples: ['help', 'help scale'],
  args: {
    verb: choosing(word({ placeholder: 'verb', summary: 'the verb to explain' }), {
      lookUp: verbsThere,
    }).optional(),
  },
  access: 'anyone',
  run: ({ args, caller, guide, config }) =>
    helpReply(args.verb, caller, guide, config, caller.origin === 'terminal' ? inTerminal : undefined),
})
