import { inCode } from '../../core/wording.js'
import type { Line } from './line.js'
import type { Problem } from './problem.js'

/** What only the terminal takes, before any verb. */
const ofTerminal = new Set(['doctor', 'mcp', 'completion'])

export function isOfTerminal(verb: string): boolean {
  return ofTerminal.has(verb)
}

/** Whoever has read of it in the pages is not told that there is no such thing. */
export function inTerminalOnly(verb: string, { prompt }: Line): Problem {
  return {
    code: 'verb-unknown',
    what: `${inCode(verb)} is not asked for here, but in a terminal: ${inCode(`ohmy ${verb}`)}.`,
    next: `${inCode(`${prompt} help`.trim())} lists what can be said here.`,
    failed: 'usage',
    offers: [{ text: 'Show everything', line: 'help' }],
  }
}
