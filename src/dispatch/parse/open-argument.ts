import type { Argument, ArgumentKind, Command } from '../command.js'

type Filled = { has(key: string): boolean }

/** The first argument like this that nothing was given for yet. */
function openOne(
  command: Command,
  filled: Filled,
  isIt: (argument: Argument<unknown>) => boolean,
): string | undefined {
  return Object.entries(command.args).find(([key, argument]) => !filled.has(key) && isIt(argument))?.[0]
}

/** The first argument of a kind that a word without a name may still fill; with `word`, that this one fits. */
export function openArgument(
  command: Command,
  filled: Filled,
  kind: ArgumentKind,
  word?: string,
): string | undefined {
  return openOne(
    command,
    filled,
    ({ kind: its, named, fits }) =>
      its === kind && !named && (word === undefined || fits === undefined || fits(word)),
  )
}

/** Whether a word is a fixed one of the command, such as `all`. */
export function isKeyword(command: Command, word: string): boolean {
  return Object.values(command.args).some(
    ({ kind, placeholder }) => kind === 'keyword' && placeholder === word.toLowerCase(),
  )
}

/** The keyword that a word is, while it is still open: a verb may have several. */
export function openKeyword(command: Command, filled: Filled, word: string): string | undefined {
  const said = word.toLowerCase()
  return openOne(command, filled, ({ kind, placeholder }) => kind === 'keyword' && placeholder === said)
}

/** The argument that takes one of a few words, of which this is one, while it is still open. */
export function openChoice(command: Command, filled: Filled, word: string): string | undefined {
  const said = word.toLowerCase()
  return openOne(
    command,
    filled,
    ({ kind, named, choices = [], fits }) =>
      kind === 'word' && !named && choices.includes(said) && (fits === undefined || fits(word)),
  )
}
