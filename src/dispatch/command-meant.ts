import type { Command } from './command.js'

/** The verb that a line means. @param words of the line, with its verb */
export function commandMeant(
  commands: readonly Command[],
  [verb = '', ...words]: readonly string[],
): Command | undefined {
  const named = commands.filter(({ name }) => name === verb.toLowerCase())
  return (
    named.find(({ isMeantBy }) => isMeantBy?.(words) === true) ??
    named.find(({ isMeantBy }) => isMeantBy === undefined) ??
    named[0]
  )
}
