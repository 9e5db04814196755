import { choosing, isRunId, runId, text, word } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { runWords } from '../src/runbooks/run/word.js'
import type { SpokenRunWord } from '../src/runbooks/spoken-word.js'
import { openRuns } from './choices/runbooks.js'

/** Also behind the buttons of a run's message. Who may is looked up by the run: the role its runbook takes. */
export const run = command({
  name: 'run',
  summary: 'Say how a step of a runbook went, and go on with it',
  topic: 'trouble',
  examples: [
    'run done run-7k2m9qa',
    'run skip run-7k2m9qa --note "not needed: nobody is affected"',
    'run go run-7k2m9qa',
    'run choose run-7k2m9qa --option "Out of memory"',
    'run from run-7k2m9qa --step roll-back',
    'run take-over run-7k2m9qa',
  ],
  args: {
    word: choosing(word({ choices: runWords, placeholder: 'what' }), { label: 'What' }),
    id: choosing(runId(), { lookUp: openRuns, label: 'Run' }),
    step: text({ summary: 'which step, as its message names it; left out: the one it is at' }).optional(),
    note: text({ summary: 'what you saw, or why' }).optional(),
    option: text({ summary: 'with `choose`: which one' }).optional(),
    answer: text({ summary: 'with `answer`: what' }).optional(),
  },
  access: 'viewer',
  isMeantBy: ([first = '', ...others]) =>
    [first, ...others].some(isRunId) || (runWords as readonly string[]).includes(first.toLowerCase()),
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
  // What is missing is asked for by the run itself, which knows the question.
  if (kind === 'choose') return { kind, ...at, ...(option === undefined ? {} : { option }) }
  if (kind === 'answer') return { kind, ...at, ...(answer === undefined ? {} : { answer }) }
  return { kind, ...at, ...(note === undefined ? {} : { note }) } as SpokenRunWord
}
