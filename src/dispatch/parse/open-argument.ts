import type { ArgumentKind, Command } from '../command.js'

/** The first argument of a kind that a word without a name may still fill. */
export function openArgument(
  command: Command,
  filled: { has(key: string): boolean },
  kind: ArgumentKind,
): string | undefined {
  return Object.entries(command.args).find(
    ([key, argument]) => argument.kind === kind && !argument.named && !filled.has(key),
  )?.[0]
}
