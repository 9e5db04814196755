import { maskSecrets } from '../core/mask.js'
import { printable } from '../core/printable.js'

/** Where the terminal's words go. */
export interface TerminalIo {
  readonly stdout: { write(text: string): unknown }
  readonly stderr: { write(text: string): unknown }
  /** A person is watching: progress is rewritten in place, and questions may be asked. */
  readonly isTTY: boolean
  /** Words may stand out by colours. */
  readonly colours?: boolean
  /** Characters a line; lines are cut to it where they are rewritten. */
  readonly columns?: number
  /** Asks and gives back the line that was typed; only called on a TTY. */
  readonly ask?: (question: string) => Promise<string>
}

/** Text for the screen: what others wrote cannot move the cursor, set colours or hide anything, and secrets in it are masked. */
export function onScreen(text: string): string {
  return maskSecrets(printable(text)).trimEnd()
}

export function sayTo(stream: { write(text: string): unknown }, text: string): void {
  stream.write(`${onScreen(text)}\n`)
}
