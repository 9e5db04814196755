import type { ArgumentKind, Command } from '../command.js'

/** The first argument of a kind that a word without a name may still fill; with `word`, that this one fits. */
export function openArgument(
  command: Command,
  filled: { has(key: string): boolean },
  kind: ArgumentKind,
  word?: string,
): string | undefined {
  return Object.entries(command.args).find(
    ([key, { kind: its, named, fits }]) =>
      its === kind && !named && !filled.has(key) && (word === undefined || fits === undefined || fits(word)),
  )?.[0]
}

/** Whether a word is a fixed one of the command, such as `all`. */
export function isKeyword(command: Command, word: string): boolean {
  return Object.values(command.args).some(
    ({ kind, placeholder }) => kind === 'keyword' && placeholder === word.toLowerCase(),
  )
}

/** The keyword that a word is, while it is still open: a verb may have several. */
export function openKeyword(
  command: Command,
  filled: { has(key: string): boolean },
  word: string,
): string | undefined {
  return Object.entries(command.args).find(
    ([key, { kind, placeholder }]) =>
      kind === 'keyword' && placeholder === word.toLowerCase() && !filled.has(key),
  )?.[0]
}

/** The argument that takes one of a few words, of which this is one, while it is still open. */
export function openChoice(
  command: Command,
  filled: { has(key: string): boolean },
  word: string,
): string | undefined {
  return Object.entries(command.args).find(
    ([key, { kind, named, choices = [], fits }]) =>
      kind === 'word' &&
      !named &&
      !filled.has(key) &&
      choices.includes(word.toLowerCase()) &&
      (fits === undefined || fits(word)),
  )?.[0]
}
