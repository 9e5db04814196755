import { onScreen, type TerminalIo } from './io.js'

/** Shows a text that changes: rewritten in place on a TTY; elsewhere its first line is one more line whenever it changes. An empty text takes it away. */
export function progressOf(io: TerminalIo): (text: string) => void {
  return io.isTTY ? rewriting(io) : appending(io)
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

/** Resolves when the person does not want to look any longer. */
export function whenAborted(signal: AbortSignal | undefined): Promise<'stopped following'> {
  if (signal === undefined) return new Promise(() => undefined)
  if (signal.aborted) return Promise.resolve('stopped following')
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve('stopped following'), { once: true })
  })
}
