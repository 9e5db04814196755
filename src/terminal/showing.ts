import { onScreen, type TerminalIo } from './io.js'

/** Shows a text that changes: rewritten in place on a TTY; elsewhere its first line is one more line whenever it changes. An empty text takes it away. */
export function changingText(io: TerminalIo): (text: string) => void {
  if (!io.isTTY) return appending(io)
  const { show } = rewrittenLines(io.stderr, io.columns)
  return (text) => show(text === '' ? [] : onScreen(text).split('\n'))
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

/** Lines of a TTY that are written over by those that come after them. */
export interface RewrittenLines {
  show(lines: readonly string[]): void
  /** Leaves what is shown standing. */
  leave(): void
}

export function rewrittenLines(stream: TerminalIo['stdout'], columns = 80): RewrittenLines {
  let shown: readonly string[] = []
  return {
    show(written) {
      const lines = written.map((line) => cut(line, columns))
      if (lines.join('\n') === shown.join('\n')) return
      // Up to the first of our lines, then clear to the end of the screen: https://ecma-international.org/publications-and-standards/standards/ecma-48/
      const back = shown.length === 0 ? '' : `\u001b[${shown.length}A\u001b[J`
      stream.write(`${back}${lines.map((line) => `${line}\n`).join('')}`)
      shown = lines
    },
    leave() {
      shown = []
    },
  }
}

/** A line that wraps would be counted as one and leave its rest on the screen. */
function cut(line: string, columns: number): string {
  const characters = [...line]
  return characters.length < columns ? line : `${characters.slice(0, Math.max(1, columns - 2)).join('')}…`
}
