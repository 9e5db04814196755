import type { EndedReading, Readings } from '../logs/readings.js'
import { onScreen, type TerminalIo } from './io.js'

/**
 * Shows how a followed log or a query gets on, up to its end, or until the person presses Ctrl-C. On a TTY the message is rewritten in place; elsewhere its
 * first line is one more line whenever it changes, and the whole comes last.
 */
export async function followReading(
  id: string,
  readings: Pick<Readings, 'follow'>,
  io: TerminalIo,
  interrupted: AbortSignal | undefined,
): Promise<EndedReading | 'stopped following'> {
  const show = io.isTTY ? rewriting(io) : appending(io)
  let looking = true
  const ended = readings.follow(id, ({ text }, isEnded) => {
    if (looking && !isEnded) show(text)
  })
  try {
    const end = await Promise.race([ended, whenAborted(interrupted)])
    if (end !== 'stopped following') show('')
    return end
  } finally {
    looking = false
    // After an interruption nobody waits for it any more.
    ended.catch(() => undefined)
  }
}

function rewriting({ stderr, columns = 80 }: TerminalIo): (text: string) => void {
  let shown = 0
  return (text) => {
    const lines =
      text === ''
        ? []
        : onScreen(text)
            .split('\n')
            .map((line) => cut(line, columns))
    // Up to the first of our lines, then clear to the end of the screen: https://ecma-international.org/publications-and-standards/standards/ecma-48/
    const back = shown === 0 ? '' : `\u001b[${shown}A\u001b[J`
    stderr.write(`${back}${lines.map((line) => `${line}\n`).join('')}`)
    shown = lines.length
  }
}

function appending({ stderr }: TerminalIo): (text: string) => void {
  let said = ''
  return (text) => {
    const [first = ''] = onScreen(text).split('\n')
    if (first === '' || first === said) return
    said = first
    stderr.write(`${first}\n`)
  }
}

/** A line that wraps would be counted as one and leave its rest on the screen. */
function cut(line: string, columns: number): string {
  const characters = [...line]
  return characters.length < columns ? line : `${characters.slice(0, Math.max(1, columns - 2)).join('')}…`
}

function whenAborted(signal: AbortSignal | undefined): Promise<'stopped following'> {
  if (signal === undefined) return new Promise(() => undefined)
  if (signal.aborted) return Promise.resolve('stopped following')
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve('stopped following'), { once: true })
  })
}
