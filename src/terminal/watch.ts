import { setTimeout as sleep } from 'node:timers/promises'
import type { TerminalIo } from './io.js'

/** Verbs that look and cost nothing: only these are asked again and again. */
export const watchable = ['status', 'alarms', 'metrics', 'locks', 'oncall'] as const

/** ms between the end of one answer and the next question. */
const usually = 5_000

/** Shows an answer anew each time: on a TTY in place, elsewhere where it says something else. Until Ctrl-C. */
export async function watchAnswers(
  ask: () => Promise<string>,
  { stdout, isTTY }: Pick<TerminalIo, 'stdout' | 'isTTY'>,
  interrupted: AbortSignal = new AbortController().signal,
  every = usually,
): Promise<void> {
  for (let shown: string | undefined; !interrupted.aborted; ) {
    const text = await ask()
    // To the upper left, then clear to the end: https://ecma-international.org/publications-and-standards/standards/ecma-48/
    if (isTTY) stdout.write(`\u001b[H\u001b[2J${text}\n\nEvery ${every / 1_000} s · Ctrl-C ends\n`)
    else if (withoutAges(text) !== shown) stdout.write(`${text}\n`)
    shown = withoutAges(text)
    await sleep(every, undefined, { signal: interrupted }).catch(() => undefined)
  }
}

/** The line that says who asked and how old the answer is: it differs each time, and nothing has happened. */
function withoutAges(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^(?:\u001b\[[\d;]*m)*Asked by /.test(line))
    .join('\n')
}
