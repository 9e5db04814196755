import { setTimeout as sleep } from 'node:timers/promises'
import type { TerminalIo } from './io.js'

/** Verbs that look and cost nothing: only these are asked again and again. */
export const watchable = ['status', 'alarms', 'metrics', 'locks', 'oncall'] as const

/** ms between the end of one answer and the next question. */
const every = 5_000

/** Shows an answer anew each time: on a TTY in place, elsewhere where it has changed. Until Ctrl-C. */
export async function watchAnswers(
  ask: () => Promise<string>,
  { stdout, isTTY }: Pick<TerminalIo, 'stdout' | 'isTTY'>,
  interrupted: AbortSignal = new AbortController().signal,
): Promise<void> {
  for (let shown = ''; !interrupted.aborted; ) {
    const text = await ask()
    // To the upper left, then clear to the end: https://ecma-international.org/publications-and-standards/standards/ecma-48/
    if (isTTY) stdout.write(`\u001b[H\u001b[2J${text}\n\nEvery ${every / 1_000} s · Ctrl-C ends\n`)
    else if (text !== shown) stdout.write(`${text}\n`)
    shown = text
    await sleep(every, undefined, { signal: interrupted }).catch(() => undefined)
  }
}
