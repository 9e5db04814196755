import { UserError } from '../core/user-error.js'
import { listed } from '../core/wording.js'
import type { Command } from '../dispatch/command.js'
import { optionName } from '../dispatch/usage.js'
import { type Completed, completionScript, shells } from '../terminal/completion.js'
import { ownWordsFor } from '../terminal/own-words.js'

/** What a terminal says of itself, asking nobody: `--version`, and `completion` for a shell. */
export async function sayOfItself(options: {
  readonly argv: readonly string[]
  readonly commands: readonly Command[]
  readonly version: string
  /** Of environments and services; without a readable configuration there are none. */
  readonly names: () => Promise<readonly string[]>
}): Promise<string | undefined> {
  const { argv, commands, version, names } = options
  const [first, second] = argv
  if (argv.length === 1 && first === '--version') return `ohmy ${version}\n`
  if (first !== 'completion') return undefined
  const shell = shells.find((one) => one === second)
  if (shell === undefined) {
    const next = 'Write ohmy completion bash.'
    throw new UserError('usage', `ohmy completes words in ${listed(shells)}.`, next)
  }
  const completed = new Map<string, Completed>()
  for (const command of commands) {
    const { name: verb, summary } = command
    const before = completed.get(verb) ?? { verb, summary, options: [], words: [] }
    const options = [...before.options, ...optionsOf(command), ...ownOptions(command), '--help']
    const words = [...before.words, ...wordsOf(command)]
    completed.set(verb, { ...before, options: [...new Set(options)], words: [...new Set(words)] })
  }
  return completionScript(shell, [...completed.values()], await names())
}

function optionsOf({ args }: Command): readonly string[] {
  return Object.entries(args)
    .filter(([, { named }]) => named)
    .map(([key]) => `--${optionName(key)}`)
}

function wordsOf({ args }: Command): readonly string[] {
  return Object.values(args).flatMap(({ named, choices = [] }) => (named ? [] : choices))
}

function ownOptions(command: Command): readonly string[] {
  return ownWordsFor(command).map(({ usage }) => usage.split(' ')[0] ?? usage)
}
