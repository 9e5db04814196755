import type { Command } from '../command.js'
import { findArgument } from '../usage.js'
import type { Line } from './line.js'

/**
 * A verb that changes something only when it is said with certain keywords, as what this line makes of it. Wherever one stands and
 * however it is written, it counts: taken for a change too often does no harm.
 */
export function inItsForm(command: Command, line: Line, from: number): Command {
  const { changesWith } = command
  if (changesWith === undefined) return command
  const { keywords, access } = changesWith
  const isSaid = line.tokens
    .slice(from)
    .some(({ text, option }) =>
      keywords.includes(
        option === undefined ? text.toLowerCase() : (findArgument(command, option.name) ?? ''),
      ),
    )
  return isSaid ? { ...command, changes: true, access } : command
}
