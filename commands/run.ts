import { UserError } from '../src/core/user-error.js'
import { runId, text, word } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { runWords } from '../src/runbooks/run/words.js'
import type { SpokenRunWord } from '../src/runbooks/runs.js'

/** Also behind the buttons of a run's message. Who may is looked up by the run: the role its runbook takes. */
export const run = command({
  name: 'run',
  summary: 'Say how a step of a runbook went, and go on with it',
  examples: [
    'run done run-7k2m9qa',
    'run skip run-7k2m9qa --note "not needed: nobody is affected"',
    'run go run-7k2m9qa',
    'run choose run-7k2m9qa --option "Out of memory"',
    'run from run-7k2m9qa --step roll-back',
    'run take-over run-7k2m9qa',
  ],
  args: {
    word: word({ choices: runWords, placeholder: 'what' }),
    id: runId(),
    step: text({ summary: 'which step, as its message names it; left out: the one it is at' }).optional(),
    note: text({ summary: 'what you saw, or why' }).optional(),
    option: text({ summary: 'with `choose`: which one' }).optional(),
    answer: text({ summary: 'with `answer`: what' }).optional(),
  },
  access: 'viewer',
  run: ({ args, caller, runs }) => {
    const { step, note } = args
    const at = step === undefined ? {} : { step }
    return runs.say(args.id, spoken(args.word, at, note, args), caller)
  },
})

function spoken(
  said: string,
  at: { readonly step?: string },
  note: string | undefined,
  { option, answer }: { readonly option?: string | undefined; readonly answer?: string | undefined },
): SpokenRunWord {
  const kind = said as SpokenRunWord['kind']
  if (kind === 'choose') {
    if (option === undefined) throw lacks('option', 'Which option?')
    return { kind, option, ...at }
  }
  if (kind === 'answer') {
    if (answer === undefined) throw lacks('answer', 'What is the answer?')
    return { kind, answer, ...at }
  }
  return { kind, ...at, ...(note === undefined ? {} : { note }) } as SpokenRunWord
}

/** Asked for where there is a way to ask. */
function lacks(argument: 'option' | 'answer', what: string): UserError {
  return new UserError(`${argument}-missing`, what, `Add \`--${argument} …\`.`, {
    choice: { argument, label: what },
  })
}
