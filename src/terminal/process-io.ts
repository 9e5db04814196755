import { createInterface } from 'node:readline/promises'
import type { TerminalIo } from './io.js'

/** What a terminal needs of its process. */
export type TerminalProcess = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr' | 'once' | 'env'>

/** The process's own streams; questions go to stderr, so that stdout stays data. Ctrl-C aborts `interrupted`. */
export function processIo(of: TerminalProcess): { io: TerminalIo; interrupted: AbortSignal } {
  const interruption = new AbortController()
  of.once('SIGINT', () => interruption.abort())
  return {
    interrupted: interruption.signal,
    io: {
      stdout: of.stdout,
      stderr: of.stderr,
      isTTY: of.stdout.isTTY === true && of.stdin.isTTY === true,
      colours: wantsColours(of),
      ...(of.stdout.columns === undefined ? {} : { columns: of.stdout.columns }),
      async ask(question) {
        const lines = createInterface({ input: of.stdin, output: of.stderr })
        try {
          return await lines.question(question, { signal: interruption.signal })
        } finally {
          lines.close()
        }
      },
    },
  }
}

/** https://no-color.org, https://force-color.org */
function wantsColours({ env, stdout }: Pick<TerminalProcess, 'env' | 'stdout'>): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false
  if ((env['FORCE_COLOR'] ?? '') !== '') return true
  return stdout.isTTY === true && env['TERM'] !== 'dumb'
}

/**
 * What cannot be written is no answer: said where that can be read, and the process ends. Whoever reads no further, as `head` does, wants no more of it, and is told
 * nothing but the code that shells know.
 */
export function endWhereNobodyReads(of: Pick<NodeJS.Process, 'stdout' | 'stderr' | 'exit'>): void {
  of.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') of.exit(128 + 13)
    of.stderr.write(`The answer could not be written: ${message}\n`)
    of.exit(1)
  })
}

/** Ends the process once everything is written. What still waits for a store or for AWS that does not answer would hold it for seconds. */
export function endProcess(of: Pick<NodeJS.Process, 'stdout' | 'exit'>): void {
  // That something could not be written is told a little later.
  of.stdout.write('', () => setImmediate(() => of.exit()))
}
