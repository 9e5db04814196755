import type { TerminalIo } from './io.js'

/** So long nobody wonders whether they were heard (ms). */
const patience = 2_000
const words = 'Asking AWS …'

/** Says on stderr, where a person is watching, that an answer takes a while; the line goes when it is there. */
export async function whileWaiting<Found>(
  { stderr, isTTY }: Pick<TerminalIo, 'stderr' | 'isTTY'>,
  work: Promise<Found>,
): Promise<Found> {
  let isSaid = false
  const timer = isTTY
    ? setTimeout(() => {
        isSaid = true
        stderr.write(words)
      }, patience)
    : undefined
  try {
    return await work
  } finally {
    clearTimeout(timer)
    // Blanks instead of a sequence: a terminal that knows none shows the same.
    if (isSaid) stderr.write(`\r${' '.repeat(words.length)}\r`)
  }
}
