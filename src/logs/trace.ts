const pythonHead = /^[ \t]*Traceback \(most recent call last\):[ \t]*$/m
/** A frame or a mark under one, in Python, JavaScript, Java, Go and .NET. */
export const frame = /^(?:\s+(?:at |File "|in |\.\.\. \d|---> |[~^]+\s*$)|\s{2,}\S|\t\S)/
/** What PHP writes between an error and its frames. */
const phpFrames = /^(?:(?:PHP )?Stack trace:|\[stacktrace\])\s*$/m
const goroutine = /^goroutine \d+ .{0,80}\[/m
const rustHead = /^thread '[^']{0,60}' (?:\(\d+\) )?panicked at \S+:\d+:\d+:\n(.+)/m

export interface TraceFound {
  /** The line that says what went wrong. */
  readonly exception: string
  /** What stood before the trace. */
  readonly before: string
  /** The exception is the first line as it was logged, with its time and level. */
  readonly isLogged?: true
}

/**
 * The line of a stack trace that says what went wrong, and what stood before the trace: Python puts the exception last, JavaScript and Java
 * first, with what caused it further down; Go and PHP log it as a line like any other. Undefined where the text is no trace.
 */
export function exceptionIn(text: string): TraceFound | undefined {
  const python = pythonTrace(text)
  if (python !== undefined) return python
  const rust = rustHead.exec(text)
  if (rust !== null) return { exception: (rust[1] ?? '').trim(), before: text.slice(0, text.indexOf('\n')) }
  if (goroutine.test(text) || phpFrames.test(text)) {
    const logged = text.split('\n').find((line) => line.trim() !== '') ?? ''
    if (!goroutine.test(logged) && !phpFrames.test(logged))
      return { exception: logged, before: '', isLogged: true }
  }
  const lines = text.split('\n')
  const firstFrame = lines.findIndex((line, index) => index > 0 && /^\s+at \S/.test(line))
  if (firstFrame < 1) return undefined
  const head = lines[firstFrame - 1]?.trim() ?? ''
  const cause = causeIn(lines)
  if (cause !== undefined)
    return { exception: cause, before: head.startsWith('---> ') ? (lines[0] ?? '') : head }
  const before = lines.slice(0, firstFrame - 1)
  return { exception: head, before: before.join(' ').trim() }
}

/** The deepest one: Java's `Caused by: `, Node's `[cause]: `, .NET's `---> `. */
function causeIn(lines: readonly string[]): string | undefined {
  const found = lines.findLast((line) => /^\s*(?:Caused by: \S|\[cause\]: \S|---> \S)/.test(line))
  return found
    ?.trim()
    .replace(/^(?:Caused by: |\[cause\]: |---> )/, '')
    .replace(/\s\{$/, '')
}

function pythonTrace(text: string): TraceFound | undefined {
  const start = pythonHead.exec(text)
  if (start === null) return undefined
  const after = text.slice(start.index + start[0].length)
  const exception = lastStatement(after)
  return exception === undefined ? undefined : { exception, before: text.slice(0, start.index).trim() }
}

/** Characters of an exception's own message where it has several lines. */
const longestStatement = 200

/** What stands behind the last frame: the exception, and the further lines of its message as far as there is room. */
function lastStatement(text: string): string | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const lastFrame = lines.findLastIndex((line) => /^\s+(?:File "|[~^]+\s*$)/.test(line))
  const following = lines.slice(lastFrame + 1)
  const first = following.findIndex((line) => /^\S/.test(line))
  if (first === -1) return undefined
  const [exception = '', ...details] = following.slice(first).map((line) => line.trim())
  let statement = exception
  for (const detail of details) {
    if (statement.length + detail.length >= longestStatement) break
    statement += ` ${detail}`
  }
  return statement
}
